/** Names of the collections that hold what the form itself does not show. */

/** Collection that holds an operation's optional parameters. */
export const OPTIONS = 'options';
/** Collection behind it, for what is about the platform and not about the result. */
export const ADVANCED = 'advanced';
