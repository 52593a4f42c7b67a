import type { IExecuteFunctions } from 'n8n-workflow';

/** A service that was found at another place than its derived one. */
export interface FoundPlace {
	/** Label of the operation or of the task source. */
	service: string;
	/** As `POST /minimalist/api/...`. */
	derived: string;
	found: string;
	/** Page of the platform's documentation. */
	page: string;
}

const ISSUES = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang/issues/new';

/** Told so far, by run. */
const told = new WeakMap<IExecuteFunctions, Set<string>>();

/** Tells once per run where a service answered, with a link to the issue form that is filled in already. */
export function tellPlace(context: IExecuteFunctions, place: FoundPlace): void {
	const before = told.get(context) ?? new Set();
	told.set(context, before);
	const message = placeText(place);
	if (before.has(message)) return;
	before.add(message);
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** Pure. */
export const placeText = (place: FoundPlace): string =>
	`"${place.service}" answered at ${place.found}, not at ${place.derived}. Please <a href="${issueUrl(place)}" target="_blank">tell us</a>, so that nobody has to search for it again.`;

/** The form "The platform's documentation says otherwise", filled in. */
function issueUrl({ service, derived, found, page }: FoundPlace): string {
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
