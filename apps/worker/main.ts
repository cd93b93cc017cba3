import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { configOfProcess, logLevels } from '#config/config.js';
import { installRuntime } from './temporal-worker.js';
import { WorkerModule } from './worker.module.js';

const config = configOfProcess();
installRuntime(config);
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
  logger: new ConsoleLogger({ json: true, logLevels: logLevels(config) }),
  // What is wrong is said, and ends the process, where the process begins (`configOfProcess`).
  abortOnError: false,
});
app.enableShutdownHooks();
