import { cannotListen, configOfProcess, doubtsAbout } from '#config/config.js';
import { createServer } from './server.js';

const config = configOfProcess();
for (const doubt of doubtsAbout(config)) console.error(doubt);
const app = await createServer(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST).catch((error: NodeJS.ErrnoException) => {
  throw cannotListen(config, error);
});
