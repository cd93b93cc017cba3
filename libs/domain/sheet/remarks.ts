/** What is said of a sheet and asks for no change: the row is taken all the same. */
export const REMARKS = ['UNKNOWN_COLUMN', 'HIDDEN_SHEET', 'OTHER_SHEET', 'SUCCEEDED'] as const;

export const isRemark = ({ code }: { code: string }): boolean => (REMARKS as readonly string[]).includes(code);
