/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A platform that repeats the key it was sent: what n8n's database, debug log and REST interface hold of it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench';
import type { Scene } from '../scene';
import { PROMPTS, spellingsOf, startEchoPlatform } from '../standIns/echoPlatform';
import { inARow, prompts, submit, WAITED, webhook } from '../workflows';

/** What is copied along with it does not belong to the key. */
const KEY = `kx-not/real\\"key"&<odd> 100%+`;
const PASTED = `\ufeff\t ${KEY} \r\n`;
/** Repeated just so, but nobody's secret: a search that cannot find it would find no key either. */
const CONTROL = `kc-plain/word\\"here"&<odd> 100%+`;

export async function keys(bench: Bench): Promise<void> {
	const platform = await startEchoPlatform(CONTROL);
	bench.later(platform.stop);
	const name = 'keys';
	const site = await bench.startSite(name, { env: { N8N_LOG_LEVEL: 'debug' } });
	await bench.prove('keys: a platform that repeats them', { site }, async (scene) => {
		const answers = await runAll(scene, platform.url);
		await site.server.stop();
		const folder = path.join(bench.folderOf(name), '.n8n');
		const files = readdirSync(folder).filter((file) => file.startsWith('database.sqlite'));
		const read = (file: string) => readFileSync(path.join(folder, file), 'latin1');
		const places = {
			database: files.map(read).join('\n'),
			'debug log': readFileSync(site.server.logFile, 'latin1'),
			'REST interface': answers,
		};
		const notes = Object.entries(places).map(([place, text]) => {
			assert.deepEqual(hits(text, KEY), [], `the key stands in n8n's ${place}`);
			const control = hits(text, CONTROL).length;
			assert.ok(control > 0, `the search of n8n's ${place} finds what was not blotted out`);
			return `${place} (${text.length} bytes): key 0, control ${control} spellings`;
		});
		return { note: notes.join('; ') };
	});
}

/** Submits one item for each end: stopping at it, going on after it, and once more under Retry On Fail. */
async function runAll(scene: Scene, url: string): Promise<string> {
	const data = { apiKey: PASTED, taskApiUrl: url, toolApiUrl: url };
	const credential = await scene.api.saveCredential({ name: 'Echo', type: 'kexiangApi', data });
	const apart = PROMPTS.map((prompt) => [prompt]);
	const manners = [
		{ settings: {}, calls: apart },
		{ settings: { onError: 'continueErrorOutput' }, calls: [PROMPTS] },
		{ settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 }, calls: apart },
	];
	const answers: string[] = [];
	for (const { settings, calls } of manners) {
		const node = submit({ ...WAITED, options: { simplify: false } }, settings);
		const { start } = await scene.activate(inARow([webhook(), prompts(), node]), credential);
		for (const call of calls) answers.push(JSON.stringify(await scene.ended(await start(call))));
	}
	return answers.join('\n');
}

/** The spellings of a word that stand in a text, as they are or escaped once more for JSON. */
function hits(text: string, word: string): string[] {
	const base64 = Buffer.from(word).toString('base64').replace(/=+$/, '');
	return [...spellingsOf(word), base64].filter((spelling) =>
		[spelling, JSON.stringify(spelling).slice(1, -1)].some((one) => text.includes(one)),
	);
}
