import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#config/config.js';
import { installRuntime } from './temporal-worker.js';
import { WorkerModule } from './worker.module.js';

installRuntime();
const config = loadConfig();
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
  logger: new ConsoleLogger({ json: true, logLevels: ['error', 'warn'] }),
});
app.enableShutdownHooks();
