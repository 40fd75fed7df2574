/** Ids differ in every letter; the names of files must also differ on disks that make no difference between `a` and `A`. */
export function uniqueName(id: string, taken: Set<string>): string {
  let name = id;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${id}_${number}`;
  taken.add(name.toLowerCase());
  return name;
}
