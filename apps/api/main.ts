import { configOfProcess } from '#config/config.js';
import { createServer } from './server.js';

const config = configOfProcess();
const app = await createServer(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
