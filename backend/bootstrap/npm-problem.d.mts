export function npmProblem(what: string, output: string, otherWay?: string): Error;
