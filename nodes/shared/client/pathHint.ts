import type { IExecuteFunctions } from 'n8n-workflow';

import * as words from '../words/connection';

/** With what an issue about it needs. */
interface FoundPage extends words.FoundPath {
	/** Page of the platform's documentation. */
	page: string;
}

const ISSUES = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang/issues/new';

/** Hints given so far, by run. */
const given = new WeakMap<IExecuteFunctions, Set<string>>();

/** Says once per run where a service answered, with a link to the issue form that is filled in already. */
export function hintAtPath(context: IExecuteFunctions, path: FoundPage): void {
	const before = given.get(context) ?? new Set();
	given.set(context, before);
	const message = words.answeredElsewhere(path, issueUrl(path));
	if (before.has(message)) return;
	before.add(message);
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** The form "The platform's documentation says otherwise", filled in. */
function issueUrl(path: FoundPage): string {
	const fields = {
		template: 'api.yml',
		title: words.issueTitle(path),
		page: path.page,
		difference: words.issueDifference(path),
	};
	const search = Object.entries(fields).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	return `${ISSUES}?${search.join('&amp;')}`;
}
