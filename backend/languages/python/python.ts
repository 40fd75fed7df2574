import type { Language } from '../language.ts';
import { findImports } from './imports.ts';
import { findInterpreter, missingPython } from './interpreter.ts';
import { prepare } from './prepare.ts';
import { resolve } from './resolve.ts';
import { inferSignature } from './signature.ts';

const template = `def main(name: str = "world", times: int = 1):
    """Says hello. What is written here is shown above the form.

    Args:
        name: Who is greeted
    """
    for count in range(1, times + 1):
        print(f"{count}: hello, {name}")
    return {"greeting": f"Hello, {name}!", "times": times}
`;

/** Python 3. Packages come from PyPI by plain imports. */
export const python: Language = {
  name: 'python3',
  title: 'Python',
  extension: '.py',
  template,
  inferSignature,
  findImports,
  probe: async (toolchain) => {
    const interpreter = await findInterpreter(toolchain);
    return interpreter === null ? { available: false, reason: missingPython } : { available: true, version: interpreter.fullVersion };
  },
  resolve: (source, toolchain) => resolve(source, toolchain),
  prepare,
};
