import { ConfigError, required, type Config } from './config.js';

/** How a process reaches Temporal: what the SDK's connections take, of clients and of workers. */
export interface TemporalLine {
  /** `host:port`. */
  address: string;
  tls?: {
    serverRootCACertificate?: Buffer;
    serverNameOverride?: string;
    /** Who we are: both ends show a certificate. */
    clientCertPair?: { crt: Buffer; key: Buffer };
  };
  apiKey?: string;
}

export interface TemporalSettings extends TemporalLine {
  namespace: string;
  taskQueue: string;
}

/** @param address of a server that was found and not named: one of our own on this machine, in plain */
export function temporalOf(config: Config, address?: string): TemporalSettings {
  return {
    ...(address === undefined || config.TEMPORAL_ADDRESS ? namedLine(config) : { address }),
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
  };
}

/** That part of the settings which the SDK takes. */
export function lineOf({ address, tls, apiKey }: TemporalLine): TemporalLine {
  return { address, ...(tls && { tls }), ...(apiKey !== undefined && { apiKey }) };
}

/** Whether something is set that only a server with a name of its own can answer to. */
function isGuarded({
  TEMPORAL_TLS,
  TEMPORAL_TLS_CA: ca,
  TEMPORAL_TLS_CERT: cert,
  TEMPORAL_TLS_KEY: key,
  TEMPORAL_TLS_SERVER_NAME: name,
  TEMPORAL_API_KEY: apiKey,
}: Config): boolean {
  return TEMPORAL_TLS === 'on' || [ca, cert, key, name, apiKey].some((each) => each !== undefined);
}

/** @throws ConfigError where the server of a local start would be asked for what it does not have */
export function demandNamed(config: Config): void {
  if (config.TEMPORAL_ADDRESS === undefined && isGuarded(config)) {
    throw new ConfigError(
      'the configuration is not usable:\n  TEMPORAL_ADDRESS: is required beside TEMPORAL_TLS… and TEMPORAL_API_KEY: ' +
        'the server of a local start has neither',
    );
  }
}

function namedLine(config: Config): TemporalLine {
  const { TEMPORAL_TLS_CA: ca, TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key, TEMPORAL_API_KEY: apiKey } = config;
  const { TEMPORAL_TLS_SERVER_NAME: serverNameOverride } = config;
  const tls = {
    ...(ca && { serverRootCACertificate: Buffer.from(ca) }),
    ...(serverNameOverride && { serverNameOverride }),
    ...(cert && key && { clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) } }),
  };
  const address = required(config, 'TEMPORAL_ADDRESS');
  return { address, ...(isGuarded(config) && { tls }), ...(apiKey !== undefined && { apiKey }) };
}
