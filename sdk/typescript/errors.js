/** Errors that the functions of `millrace` throw; documented in `millrace.d.ts`. */
export class MillraceError extends Error {
  constructor(code, message, { status = 0, details = {}, requestId = null, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MillraceError';
    this.code = code;
    this.status = status;
    this.details = details;
    this.requestId = requestId;
  }
}

export class MillraceJobError extends MillraceError {
  constructor(code, message, { jobId = null, error = null, ...rest } = {}) {
    super(code, message, rest);
    this.name = 'MillraceJobError';
    this.jobId = jobId;
    this.error = error;
  }
}
