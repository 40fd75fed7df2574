/**
 * Why Millrace cannot start, for the person at the terminal. The message is one paragraph that says what happened, why,
 * and what to do; it is printed alone, without a stack. The cause is for the log.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
