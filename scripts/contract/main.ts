/* eslint-disable no-console */
// `npm run contract:check`: our contract against the platform's live documentation. It reads, and tells.
import { address, command, endWith } from '../commandLine';
import { Console } from '../console';
import { check, isEqual, report, summary } from './check';
import { knownEndpoints, operationFile } from './known';
import { siteSource } from './source';

const SITE = 'https://api.mathmind.cn';
const UNUSABLE = 2;

export const commandLine = () =>
	command('contract:check', UNUSABLE)
		.description(
			"Compares contract/kexiang.openapi.yaml with the platform's documentation (llms.txt, then each endpoint's page), " +
				'and says per endpoint: equal, differs, missing here, missing there, unread. No key is needed, and ' +
				'nothing is charged, changed or kept.',
		)
		.option(
			'--site <url>',
			'the documentation, or any other site made with Apifox: what a sibling product says is evidence C- here',
			address,
			SITE,
		)
		.addHelpText(
			'after',
			'\nExit code: 0 all is equal; 1 something differs or a page could not be read; 2 the list of pages\n' +
				'could not be read, or the command line is wrong.',
		);

async function run(): Promise<number> {
	const { site } = commandLine().parse().opts();
	const entries = await new Console().step(
		`Reading the documentation from ${site}`,
		async ({ note }) => await check(siteSource(site), site, knownEndpoints(), note),
		summary,
	);
	console.log(`\n${report(entries, operationFile)}`);
	return isEqual(entries) ? 0 : 1;
}

if (require.main === module) endWith(run(), UNUSABLE);
