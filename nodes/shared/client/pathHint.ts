import type { IExecuteFunctions } from 'n8n-workflow';

/** A service that was found at another path than its derived one. */
export interface FoundPath {
	/** Label of the operation or of the task source. */
	service: string;
	/** As `POST /minimalist/api/...`. */
	derived: string;
	found: string;
	/** Page of the platform's documentation. */
	page: string;
}

const ISSUES = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang/issues/new';

/** Hints given so far, by run. */
const given = new WeakMap<IExecuteFunctions, Set<string>>();

/** Says once per run where a service answered, with a link to the issue form that is filled in already. */
export function hintAtPath(context: IExecuteFunctions, path: FoundPath): void {
	const before = given.get(context) ?? new Set();
	given.set(context, before);
	const message = foundPathText(path);
	if (before.has(message)) return;
	before.add(message);
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** Pure. */
export const foundPathText = (path: FoundPath): string =>
	`"${path.service}" answered at ${path.found}, not at ${path.derived}. Please <a href="${issueUrl(path)}" target="_blank">tell us</a>, so that nobody has to search for it again.`;

/** The form "The platform's documentation says otherwise", filled in. */
function issueUrl({ service, derived, found, page }: FoundPath): string {
	const fields = {
		template: 'api.yml',
		title: `${service}: the path is ${found}`,
		page,
		difference: `${service} answered at ${found}. At ${derived} there is no service.`,
	};
	const search = Object.entries(fields).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	return `${ISSUES}?${search.join('&amp;')}`;
}
