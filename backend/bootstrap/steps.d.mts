export function duration(milliseconds: number): string;
export function paragraph(text: string, width?: number): string;
