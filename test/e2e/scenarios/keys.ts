/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A platform that repeats the key it was sent: what n8n's database, debug log and REST interface hold of it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench, Site } from '../bench';
import { spellingsOf, startEchoPlatform } from '../echoPlatform';
import { activate } from '../runs';
import { EVERY_SECOND, inARow, prompts, submit, webhook } from '../workflows';

/** What is copied along with it does not belong to the key. */
const KEY = `kx-not/real\\"key"&<odd> 100%+`;
const PASTED = `\ufeff\t ${KEY} \r\n`;
/** Repeated just so, but nobody's secret: a search that cannot find it would find no key either. */
const CONTROL = `kc-plain/word\\"here"&<odd> 100%+`;

const ENDS = ['accept', 'refuse', 'unauthorized', 'code', 'page', 'odd', 'redirect'];

export async function keys(bench: Bench): Promise<void> {
	await bench.prove('keys: a platform that repeats them', {}, async () => {
		const platform = await startEchoPlatform([CONTROL]);
		const name = 'keys';
		const site = await bench.startSite(name, { env: { N8N_LOG_LEVEL: 'debug' } });
		let answers: string;
		try {
			answers = await runAll(site, platform.url);
		} finally {
			await site.server.stop();
			await platform.stop();
		}
		const folder = path.join(bench.folderOf(name), '.n8n');
		const files = readdirSync(folder).filter((file) => file.startsWith('database.sqlite'));
		const places = {
			database: files.map((file) => readFileSync(path.join(folder, file), 'latin1')).join('\n'),
			'debug log': readFileSync(site.server.logFile, 'latin1'),
			'REST interface': answers,
		};
		const notes = Object.entries(places).map(([place, text]) => {
			const found = hits(text, KEY);
			assert.deepEqual(found, [], `the key stands in n8n's ${place}`);
			const control = hits(text, CONTROL).length;
			assert.ok(control > 0, `the search of n8n's ${place} finds what was not blotted out`);
			return `${place} (${text.length} bytes): key 0, control ${control} spellings`;
		});
		return { note: notes.join('; ') };
	});
}

/** Submits one item for each end: stopping at it, going on after it, and once more under Retry On Fail. */
async function runAll({ api }: Site, url: string): Promise<string> {
	const credential = await api.saveCredential({
		name: 'Echo',
		type: 'kexiangApi',
		data: { apiKey: PASTED, taskApiUrl: url, toolApiUrl: url },
	});
	const node = submit({
		waitForCompletion: true,
		waitOptions: EVERY_SECOND,
		options: { simplify: false },
	});
	const manners = {
		stop: {},
		'error-output': { onError: 'continueErrorOutput' },
		retry: { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
	};
	const answers: string[] = [];
	for (const [manner, more] of Object.entries(manners)) {
		const row = [webhook(`keys-${manner}`), prompts(), { ...node, ...more }];
		const { start } = await activate(api, inARow(`keys ${manner}`, credential, row));
		const calls = manner === 'error-output' ? [ENDS] : ENDS.map((end) => [end]);
		for (const call of calls) {
			const execution = await api.waitForExecution(await start(call), 60);
			answers.push(JSON.stringify(execution));
		}
	}
	return answers.join('\n');
}

/** The spellings of a word that stand in a text, as they are or escaped once more for JSON. */
function hits(text: string, word: string): string[] {
	const base64 = Buffer.from(word).toString('base64').replace(/=+$/, '');
	const spellings = [...spellingsOf(word), base64];
	return spellings.filter((spelling) =>
		[spelling, JSON.stringify(spelling).slice(1, -1)].some((one) => text.includes(one)),
	);
}
