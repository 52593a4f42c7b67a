/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What somebody puts into a field for files who has read the README at most: it is understood, or said how to write it.
import assert from 'node:assert/strict';
import type { Bench, Site } from '../bench';
import { errorOf } from '../runs';
import { PUBLIC_HOSTS } from './frontDoor';
import { runWay, sumOf } from './sentFiles';
import { byForm, noFiles, picture, toKling, toKlingOmni } from './ways';

const FIRST = { bytes: picture('the first of two'), name: '第一张.png' };
const SECOND = { bytes: picture('the second of two'), name: '第二张 (1).png' };

interface Trial {
	title: string;
	/** What stands in the field. */
	value: string;
	/** In a field of one, where this is false: a list of pictures else. */
	one?: true;
	/** How many of the two files are chosen in the form. */
	files?: 1 | 2;
	label?: string;
	/** A node between drops the files. */
	dropped?: true;
	/** How the platform's refusal of nothing reads; the files are fetched where absent. */
	said?: RegExp;
}

const TRIALS: Trial[] = [
	{ title: 'two files, by the label', value: 'Photo' },
	{ title: 'two files, by a pattern', value: 'Photo*' },
	{ title: 'one file, by the same pattern', value: 'Photo*', files: 1 },
	{ title: 'a label of two words', value: 'Your photo', label: 'Your photo' },
	{ title: "the field dragged from the form's data", value: '={{ $json.Photo }}' },
	{ title: 'all of $binary', value: '={{ $binary }}' },
	{ title: '$binary.Photo.data', value: '={{ $binary.Photo.data }}', one: true, files: 1 },
	{ title: '$binary.Photo.id', value: '={{ $binary.Photo.id }}', one: true, files: 1 },
	{
		title: 'two files for one',
		value: 'Photo',
		one: true,
		said: /^Image URL accepts one URL or file, but contains 2 /,
	},
	{ title: 'a label in Chinese', value: '照片', label: '照片', files: 1 },
	{
		title: 'the name of the file',
		value: '={{ $json.Photo[0].filename }}',
		files: 1,
		said: /but contains "第一张\.png" \[item 0\] That is the name of a file\. Enter the name of its binary field: Photo\./,
	},
	{
		title: 'a file that a node before dropped',
		value: 'Photo',
		dropped: true,
		said: /but contains "Photo" \[item 0\] The item has no binary fields\. Add a node before this one that reads the file, or use the file of an earlier node: \{\{ \$\('Name of the node'\)\.item\.binary\.data \}\}\./,
	},
	{
		title: 'an expression left as text',
		value: '{{ $binary.Photo }}',
		said: /contains an expression that was not evaluated/,
	},
];

export async function proveNewcomers(bench: Bench, site: Site): Promise<void> {
	for (const trial of TRIALS) {
		const options = { taskSeconds: 1, inputs: { hosts: PUBLIC_HOSTS } };
		await bench.prove(`files, newcomer: ${trial.title}`, options, async (simulator) => {
			const { value, one, files = 2, label, dropped, said } = trial;
			const way = byForm(trial.title, one ? toKling(value) : toKlingOmni(value), FIRST, {
				...(files === 2 && { more: [SECOND] }),
				...(label !== undefined && { label }),
				...(dropped && { between: [noFiles] }),
			});
			const execution = await runWay(bench, site, simulator, way);
			if (said) {
				assert.equal(execution.status, 'error', 'it is refused');
				assert.match(errorOf(execution), said);
				assert.deepEqual(simulator.ledger.requests, [], 'nothing is sent');
				return { note: errorOf(execution) };
			}
			assert.equal(execution.status, 'success', errorOf(execution));
			const { inputs, tasks } = simulator.ledger;
			const chosen = [FIRST, SECOND].slice(0, files).map(({ bytes }) => sumOf(bytes));
			assert.deepEqual(inputs.map(({ sha256 }) => sha256).sort(), [...chosen].sort());
			return { kept: tasks.map(({ id }) => id), note: `${files} of ${files} files` };
		});
	}
}
