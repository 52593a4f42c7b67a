import { ParameterProblem } from '../base/problem';

/** Stands for the task's id in the path of a query. */
export const ID_PLACE = '{id}';

const ALLOWED = /^\/[\w\-.~%!$&'()*+,;=:@/]*(\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/;
/** Also one in more braces than it takes. */
const PLACEHOLDER = /(?<!\{)\{+[^{}]*\}+/g;
const DOTS_ONLY = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

/**
 * A path that can lead nowhere but to the host of the credential, so that the key stays there.
 * `{id}` may stand in it where `withId` is set.
 * @throws ParameterProblem
 */
export function checkPath(path: string, label: string, withId = false): string {
	const refuse = (reason: string, advice: string) => new ParameterProblem(label, reason, advice);
	if (/^([a-z][a-z\d+.-]*:)?\/\//i.test(path)) {
		throw refuse(
			'must be a path without a host',
			'Enter what follows the host, such as /minimalist/api/...; the host stands in the credential.',
		);
	}
	if (!path.startsWith('/')) {
		throw refuse('must begin with a slash', 'Enter it like /minimalist/api/...');
	}
	const plain = withId ? path.replaceAll(ID_PLACE, '0') : path;
	const named = path.match(PLACEHOLDER)?.find((one) => !withId || one !== ID_PLACE);
	if (named !== undefined) {
		throw refuse(
			`still holds the placeholder ${named.slice(0, 40)}`,
			withId ? `Write ${ID_PLACE} where the task ID belongs.` : 'Put the value in its place.',
		);
	}
	const [beforeQuery = ''] = plain.split('?', 1);
	if (beforeQuery.includes('//') || DOTS_ONLY.test(beforeQuery)) {
		throw refuse('must not hold //, . or .. as a part', 'Enter the full path of the service.');
	}
	if (!ALLOWED.test(plain)) {
		throw refuse(
			'holds a character that no path may hold',
			'Spaces, backslashes, # and letters outside ASCII must be percent-encoded.',
		);
	}
	return path;
}
