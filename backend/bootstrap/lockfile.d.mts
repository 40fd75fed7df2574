type LockedPackage = { version?: string; optionalDependencies?: Record<string, string>; dev?: boolean };
export function missingOptional(packages: Record<string, LockedPackage>): { name: string; version: string; path: string; isDev: boolean }[];
