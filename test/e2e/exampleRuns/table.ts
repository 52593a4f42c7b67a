/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example of a table: new rows, one that was begun in an earlier run, and rows that are skipped.
import assert from 'node:assert/strict';
import type { WorkflowDocument } from '../../../scripts/n8n/model';
import type { Simulator } from '../../../simulator/server';
import { errorOf, itemsOf, until } from '../runs';
import { serviceAccount, type Google } from '../standIns/google';
import {
	changed,
	choose,
	LIMIT_SECONDS,
	madeNote,
	proveExample,
	ready,
	requireFile,
	triggerOf,
	type Example,
} from './example';

export const SCHEDULE_TRIGGER = 'n8n-nodes-base.scheduleTrigger';
const SHEETS = 'n8n-nodes-base.googleSheets';
const GOOGLE = [SHEETS, 'n8n-nodes-base.googleDrive'];
/** The tab that the example's note asks for. */
export const TAB = 'Videos';

/** Long enough to be stopped in. */
const TASK_SECONDS = 5;

const HEAD = ['prompt', 'taskId', 'status', 'video'];
const BEGUN = ['begun before n8n stopped', '', '', ''];
const OTHERS = [
	['a paper boat', '', '', ''],
	['was made before', '7', 'done', 'https://drive.google.com/file/d/old/view'],
	['', '', '', ''],
	['failed before', '8', 'failed: the platform said no', ''],
	['a red kite', '', '', ''],
];
/** Places of the rows that end with a video. */
const MADE = [0, 1, 5];

export async function runTable(example: Example, google: Google): Promise<void> {
	const prove = async (simulator: Simulator) => {
		const { api } = example.site;
		const { cells, written, files } = google;
		const workflow = await api.createWorkflow(
			asChosen(await choose(api, await ready(example, simulator), GOOGLE, serviceAccount())),
		);
		const begin = async () =>
			await api.runWorkflow(workflow, triggerOf(workflow, SCHEDULE_TRIGGER));
		const run = async () => {
			const execution = await api.waitForExecution(await begin(), LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			return execution;
		};
		cells.push(HEAD, [...BEGUN]);
		const stopped = await begin();
		await until('its row has the task', 60, () =>
			written.find(({ value }) => value === 'submitted'),
		);
		await api.stopExecution(stopped);
		assert.equal((await api.waitForExecution(stopped, 30)).status, 'canceled');
		assert.deepEqual(cells[1]?.slice(2), ['submitted', ''], 'it is not made yet');
		cells.push(...OTHERS.map((row) => [...row]));
		const execution = await run();
		const rows = cells.slice(1);
		assert.deepEqual(
			rows.map(([, , status]) => status),
			['done', 'done', 'done', '', 'failed: the platform said no', 'done'],
		);
		const kept = simulator.ledger.tasks.map(({ id }) => id);
		assert.equal(kept.length, MADE.length, 'only new rows are paid');
		assert.deepEqual(new Set(MADE.map((row) => rows[row]?.[1])), new Set(kept));
		for (const row of MADE) {
			const file = files.find(({ id }) => rows[row]?.[3]?.includes(`/${id}/`));
			assert.equal(file?.name, `video-${row + 2}.mp4`);
			assert.equal(file.bytes.subarray(4, 8).toString(), 'ftyp', 'the drive has the video');
		}
		for (const item of itemsOf(execution, 'Video')) await requireFile(api, item);
		await run();
		assert.equal(simulator.ledger.tasks.length, kept.length, 'the next run has nothing to do');
		return { kept, note: `${files.length} files on the drive; ${madeNote(simulator)}` };
	};
	await proveExample(example, prove, TASK_SECONDS);
}

/** As the user's own sheet and account would be chosen. */
const asChosen = (document: WorkflowDocument): WorkflowDocument =>
	changed(
		document,
		({ type }) => GOOGLE.includes(type),
		(node) => ({
			...node,
			parameters: {
				...node.parameters,
				authentication: 'serviceAccount',
				...(node.type === SHEETS && {
					documentId: { __rl: true, mode: 'id', value: 'a-sheet-of-the-user' },
				}),
			},
		}),
	);
