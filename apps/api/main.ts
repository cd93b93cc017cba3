import { cannotListen, configOfProcess } from '#config/config.js';
import { createServer } from './server.js';

const config = configOfProcess();
const app = await createServer(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST).catch((error: NodeJS.ErrnoException) => {
  throw cannotListen(config, error);
});
