import { useWording } from '../base/language.js';
import { LineField } from '../parts/fields/text-fields.js';

/** A password that somebody sets for the first time, with what it has to be. */
export function NewPasswordField(field: {
  value: string;
  change: (value: string) => void;
  error?: string | undefined;
}) {
  const { setup } = useWording();
  return (
    <LineField
      label={setup.newPassword}
      hint={setup.passwordHint}
      type="password"
      autoComplete="new-password"
      {...field}
    />
  );
}
