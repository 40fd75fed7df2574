/** What a user agent says, in words: "Chrome on Linux". */
export function describeDevice(userAgent: string): { words: string; isPhone: boolean } {
  const browsers: [string, RegExp][] = [
    ['Edge', /Edg\//],
    ['Opera', /OPR\//],
    ['Firefox', /Firefox\//],
    ['Chrome', /Chrome\/|CriOS\//],
    ['Safari', /Safari\//],
  ];
  const systems: [string, RegExp][] = [
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Android', /Android/],
    ['Windows', /Windows/],
    ['macOS', /Macintosh|Mac OS X/],
    ['ChromeOS', /CrOS/],
    ['Linux', /Linux/],
  ];
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const words = browser && system ? `${browser} on ${system}` : (browser ?? system ?? (userAgent.slice(0, 60) || 'Unknown device'));
  return { words, isPhone: /iPhone|Android.*Mobile/.test(userAgent) };
}
