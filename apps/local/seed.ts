export interface SeedOptions {
  writerUrl: string;
  masterKeyFile: string;
  temporal: string;
  namespace: string;
  taskQueue: string;
  region: string;
}

export async function seedTownship(_options: SeedOptions): Promise<void> {
  await Promise.resolve();
}
