export interface StepProps {
  /** Saved, or left out: the next one. */
  next: () => void;
}
