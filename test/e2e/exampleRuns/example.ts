/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What all runs of examples share: the workflow made ready, and its results looked at.
import assert from 'node:assert/strict';
import { recognise } from '../../../scripts/demo/picture';
import { fitted } from '../../../scripts/demo/setUp';
import type { OutputItem } from '../../../scripts/n8n/executionData';
import type { Execution, WorkflowDocument } from '../../../scripts/n8n/model';
import type { Proof } from '../bench';
import { fetchFile } from '../runs';
import type { Scene } from '../scene';
import type { Google } from '../standIns/google';
import { changed, EVERY_SECOND, PACKAGE } from '../workflows';

/** How the examples are made to fit the simulator's short tasks; a limit this short waits in the process. */
const WAIT_OPTIONS = { ...EVERY_SECOND, timeLimit: 1 };

export interface Example {
	scene: Scene;
	name: string;
	/** Made ready. */
	document: WorkflowDocument;
	google: Google;
}

export type Run = (example: Example) => Promise<Proof>;

/** The example with its credential, asking often. */
export const ready = async (scene: Scene, document: WorkflowDocument): Promise<WorkflowDocument> =>
	changed(
		fitted(document, PACKAGE, await scene.credential(), WAIT_OPTIONS),
		({ parameters }) => parameters.waitForCompletion === true,
		({ parameters }) => ({ parameters: { ...parameters, waitOptions: WAIT_OPTIONS } }),
	);

/** What the nodes of the package put out that download files; none of it may have failed. */
export function finalItems({ data }: Execution, document: WorkflowDocument): OutputItem[] {
	const downloading = document.nodes.filter(({ parameters }) => parameters.downloadFiles === true);
	return downloading.flatMap(({ name }) => {
		const outputs = data.resultData.runData[name]?.at(-1)?.data?.main ?? [];
		const items = outputs.flatMap((output) => output ?? []);
		assert.ok(items.length > 0, `${name} put out items`);
		for (const { json } of items) assert.equal(json.state, 'success', JSON.stringify(json));
		return items;
	});
}

/** The file in n8n is the one at the URL of its item, and a picture is a whole picture. */
export async function requireFile(scene: Scene, item: OutputItem): Promise<Buffer> {
	const bytes = await scene.fileOf(item);
	assert.ok(bytes.equals(await fetchFile(String(item.json.url))), 'it is the one at the URL');
	const [file] = Object.values(item.binary ?? {});
	if (file?.mimeType.startsWith('image/')) assert.ok(recognise(bytes), 'the picture is whole');
	return bytes;
}

export const isVideo = (bytes: Buffer) => bytes.subarray(4, 8).toString() === 'ftyp';

export function filesNote(items: OutputItem[]): string {
	const types = items.flatMap(({ binary = {} }) => Object.values(binary).map((f) => f.mimeType));
	return `${types.length} x ${[...new Set(types)].join(', ')}`;
}

/** What the platform was asked to make. */
export const madeNote = ({ ledger }: Scene): string =>
	ledger.tasks.map(({ operationId }) => operationId).join(', ');
