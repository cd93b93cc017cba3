export function advisoriesOf(report: unknown, exceptions: object[], today: string): string[] | null;
export function licencesOf(lock: object, exceptions: object[] | undefined): string[];
export function audit(say: (line: string) => void): Promise<boolean>;
