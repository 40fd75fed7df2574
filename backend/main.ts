import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApplication } from './application.ts';
import { StartupError } from './common/startup-error.ts';
import { baseUrl, readConfig, type Config } from './config/config.ts';
import { DemoWorkspace } from './import-export/demo-workspace.ts';
import { openPlatform, type OpenedPlatform } from './open-platform.ts';
import { StartSteps } from './start-steps.ts';
import { serveFrontend } from './static-frontend.ts';
import { FirstRun, type FirstAdmin } from './workspaces/first-run.service.ts';

/** How long a stop may take before the process ends anyway: longer than a worker drains. */
const stopLimitMs = 45_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Starts this process as what `MILLRACE_MODE` says; gives the function that stops it. */
async function start(config: Config): Promise<() => Promise<void>> {
  const steps = new StartSteps(say);
  const platform = await openPlatform(config, (step) => steps.begin(step));
  try {
    const application = await createApplication(platform);
    const stop = async () => {
      await application.close();
      await platform.close();
    };
    if (config.MILLRACE_MODE === 'worker') {
      await application.init();
      steps.end();
      say(`Millrace worker ${config.MILLRACE_WORKER_NAME} takes jobs.`);
      return stop;
    }
    await serve(application, platform, steps);
    return stop;
  } catch (error) {
    await platform.close();
    throw error;
  }
}

async function serve(application: NestExpressApplication, platform: OpenedPlatform, steps: StartSteps): Promise<void> {
  const { config, superuserUrl } = platform;
  const admin = await application.get(FirstRun).ensureAdmin(config);
  serveFrontend(application);
  await listen(application, config);
  const demo = application.get(DemoWorkspace);
  if (admin.isNew && config.MILLRACE_DEMO) {
    steps.begin('Importing the demo workspace');
    await demo.importOnce({ superuserUrl });
  } else {
    await demo.followServer({ superuserUrl });
  }
  steps.end();
  greet(config, admin);
}

async function listen(application: NestExpressApplication, config: Config): Promise<void> {
  try {
    await application.listen(config.PORT, config.HOST);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new StartupError(`Port ${config.PORT} is in use by another program. Stop that one, or choose another port: PORT=4401 npm start`, { cause: error });
    if (code === 'EACCES') throw new StartupError(`This user may not listen on port ${config.PORT}. Choose one above 1023: PORT=4400 npm start`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartupError(`This machine has no address ${config.HOST}. Set HOST to one that it has, or to 0.0.0.0 for all.`, { cause: error });
    throw error;
  }
}

function greet(config: Config, admin: FirstAdmin): void {
  say('');
  say(`Millrace ${config.version} is ready: ${baseUrl(config)}`);
  if (admin.isNew) {
    say(`  E-mail    ${admin.email}`);
    say(admin.password === null ? '  Password  as set in MILLRACE_ADMIN_PASSWORD' : `  Password  ${admin.password}   (shown only now)`);
    if (config.MILLRACE_DEMO) say('  In Acme, fiona (finance) and oscar (support) are awaited: People → their row → Make invitation link lets you sign in as them.');
  }
  say('Stop it with Ctrl-C.');
}

/** Stops once at the first signal; a second one ends at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('\nStopping …');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function fail(error: unknown): never {
  const isExpected = error instanceof StartupError || (error instanceof Error && error.message.startsWith('These settings are wrong'));
  process.stderr.write(`\nMillrace cannot start. ${isExpected ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

try {
  stopOnSignals(await start(readConfig(process.env)));
} catch (error) {
  fail(error);
}
