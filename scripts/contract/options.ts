/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The command line of `npm run contract:check`.
import { parseArgs } from 'node:util';

export interface ContractOptions {
	help: boolean;
	site: string;
	/** A saved folder instead of the site. */
	from?: string;
	apply: boolean;
	fresh: boolean;
}

export const SITE = 'https://api.mathmind.cn';

export const HELP = `npm run contract:check [-- OPTIONS]

Compares contract/kexiang.openapi.yaml with the platform's documentation (llms.txt, then each
endpoint's page), and says per endpoint: equal, differs, missing here, missing there, unread.
No key is needed, nothing is charged. Keys in the examples of pages are blotted out before
anything is kept.

  --site URL      the documentation (default ${SITE}), or any other site made
                  with Apifox: what a sibling product says is evidence C- here, and is never applied
  --from FOLDER   a saved copy instead: llms.txt and the pages by their file names
  --apply         write settled paths, evidence A and page numbers into the contract; what is to
                  be changed in the operations is said afterwards
  --fresh         ask for every page again (pages are otherwise kept for a day)
  --help          this text

Exit code: 0 all is equal; 1 something differs or a page could not be read; 2 the list of pages
could not be read, or the command line is wrong.
`;

/** Throws an error in plain words for anything it does not know. */
export function readOptions(args: string[]): ContractOptions {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		args,
		strict: true,
		options: {
			help: { ...flag, short: 'h' },
			site: { type: 'string', default: SITE },
			from: { type: 'string' },
			apply: flag,
			fresh: flag,
		},
	});
	const { site, from, ...flags } = values;
	if (!/^https?:\/\/[^/]/.test(site) || !URL.canParse(site)) {
		throw new Error(`--site needs an address such as ${SITE}, not "${site}"`);
	}
	if (flags.apply && from === undefined && isForeign(site)) {
		throw new Error(
			`--apply takes the platform's own documentation, ${SITE}; what ${site} says is evidence C- at most`,
		);
	}
	return {
		...flags,
		site: site.replace(/\/+$/, ''),
		...(from !== undefined && { from }),
	};
}

/** Another site than the platform's own; a copy on this machine is not. */
export const isForeign = (site: string): boolean =>
	!['localhost', '127.0.0.1', '[::1]', new URL(SITE).hostname].includes(new URL(site).hostname);
