/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What somebody puts into a field for files who has read the README at most: it is understood, or said how to write it.
import assert from 'node:assert/strict';
import type { Bench, Site } from '../bench';
import { PUBLIC_HOSTS } from './frontDoor';
import { sumOf } from './sentFiles';
import { byForm, noFiles, picture, startWay, toKling, toKlingOmni, type FormFile } from './ways';

const FIRST: FormFile = { bytes: picture('the first of two'), name: '第一张.png' };
const SECOND: FormFile = { bytes: picture('the second of two'), name: '第二张 (1).png' };

interface More {
	/** In a field of one, where this is true: a list of pictures else. */
	one?: boolean;
	/** A node between drops the files. */
	dropped?: boolean;
	/** How n8n's refusal reads; the files are fetched where absent. */
	said?: RegExp;
}
type Trial = [label: string, files: 1 | 2, value: string, more?: More];

const TWO_FOR_ONE = /^Image URL accepts one URL or file, but contains 2 /;
const NAME =
	/but contains "第一张\.png" \[item 0\] That is the name of a file\. Enter the name of its binary field: Photo\./;
const DROPPED =
	/but contains "Photo" \[item 0\] The item has no binary fields\. Add a node before this one that reads the file, or use the file of an earlier node: \{\{ \$\('Name of the node'\)\.item\.binary\.data \}\}\./;
const UNEVALUATED = /contains an expression that was not evaluated/;

/** Files come as n8n's form names them: by the label of the field, numbered where there are several. */
const TRIALS: Trial[] = [
	['Photo', 2, 'Photo'],
	['Photo', 2, 'Photo*'],
	['Photo', 1, 'Photo*'],
	['Your photo', 2, 'Your photo'],
	['照片', 1, '照片'],
	['Photo', 2, '={{ $json.Photo }}'],
	['Photo', 2, '={{ $binary }}'],
	['Photo', 1, '={{ $binary.Photo.data }}', { one: true }],
	['Photo', 1, '={{ $binary.Photo.id }}', { one: true }],
	['Photo', 2, 'Photo', { one: true, said: TWO_FOR_ONE }],
	['Photo', 1, '={{ $json.Photo[0].filename }}', { said: NAME }],
	['Photo', 2, 'Photo', { dropped: true, said: DROPPED }],
	['Photo', 2, '{{ $binary.Photo }}', { said: UNEVALUATED }],
];

export async function proveNewcomers(bench: Bench, site: Site): Promise<void> {
	const options = { site, taskSeconds: 1, inputs: { hosts: PUBLIC_HOSTS } };
	for (const [label, count, value, { one, dropped, said } = {}] of TRIALS) {
		const what = `${count} of ${label}${dropped ? ', dropped' : ''}${one ? ', one wanted' : ''}`;
		const title = `files, newcomer: ${value} for ${what}`;
		await bench.prove(title, options, async (scene) => {
			const user = one ? toKling(value) : toKlingOmni(value);
			const files: [FormFile, ...FormFile[]] = count === 1 ? [FIRST] : [FIRST, SECOND];
			const way = byForm(title, dropped ? [noFiles, user] : [user], files, label);
			const id = await startWay(scene, way);
			if (said) {
				const note = await scene.failed(id, said);
				assert.deepEqual(scene.ledger.requests, [], 'nothing is sent');
				return { note };
			}
			await scene.succeeded(id);
			const fetched = scene.ledger.inputs.map(({ sha256 }) => sha256);
			assert.deepEqual(fetched.sort(), files.map(({ bytes }) => sumOf(bytes)).sort());
			return { kept: scene.tasks };
		});
	}
}
