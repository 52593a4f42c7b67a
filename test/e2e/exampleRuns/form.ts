/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// Examples that begin with a form: it is filled in as a browser does, and its last page looked at.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Workflow } from '../../../scripts/n8n/model';
import { nodeOfType } from '../../../scripts/n8n/workflows';
import { drawPicture } from '../../../simulator/picture';
import { errorOf, taskIds, until } from '../runs';
import {
	allItems,
	fetchFile,
	LIMIT_SECONDS,
	madeNote,
	proveExample,
	ready,
	type Example,
} from './example';

export const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';

const SOUND = path.join(__dirname, '..', '..', '..', 'simulator', 'media', 'sample.mp3');

interface FormField {
	fieldLabel: string;
	fieldType?: string;
	multipleFiles?: boolean;
	acceptFileTypes?: string;
}

export async function fillForm(example: Example): Promise<void> {
	await proveExample(example, async (simulator) => {
		const { api } = example.site;
		const workflow = await api.createWorkflow(await ready(example, simulator));
		await api.activateWorkflow(workflow);
		const { files, page } = await submit(api, workflow);
		const [{ id = '' } = {}] = await api.executionsOf(workflow.id);
		const last = await until('the form has its last page', LIMIT_SECONDS, async () => {
			const { status } = await api.execution(id);
			if (status === 'waiting') return await open(page);
			if (status !== 'running' && status !== 'new')
				throw new Error(`${status}: ${errorOf(await api.execution(id))}`);
			return undefined;
		});
		const execution = await api.waitForExecution(id, LIMIT_SECONDS);
		assert.equal(execution.status, 'success', errorOf(execution));
		const [, url = ''] = /<source src="([^"]+)"/.exec(last) ?? [];
		assert.ok(url, `the last page shows no video: ${last.slice(0, 2000)}`);
		assert.equal((await fetchFile(url)).subarray(4, 8).toString(), 'ftyp', 'it is a video');
		const fetched = simulator.ledger.inputs.map(({ sha256 }) => sha256);
		for (const [name, bytes] of files)
			assert.ok(fetched.includes(sumOf(bytes)), `the platform fetched ${name}`);
		return {
			kept: taskIds(allItems(execution)),
			note: `${files.length} files of the form reached the platform; ${madeNote(simulator)}`,
		};
	});
}

const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Everything in the form is filled in; two pictures where it takes several. */
async function submit(api: N8nApi, workflow: Workflow) {
	const trigger = nodeOfType(workflow, FORM_TRIGGER);
	const { values } = trigger.parameters.formFields as { values: FormField[] };
	const files: Array<[name: string, bytes: Buffer]> = [];
	const form = new FormData();
	values.forEach(({ fieldLabel, fieldType, multipleFiles, acceptFileTypes = '' }, index) => {
		const field = `field-${index}`;
		if (fieldType !== 'file') {
			form.append(field, `${fieldLabel}: a quiet morning`);
			return;
		}
		const isSound = acceptFileTypes.includes('.mp3');
		for (const number of multipleFiles ? [1, 2] : [1]) {
			const name = `${fieldLabel} ${number}`;
			const bytes = isSound ? readFileSync(SOUND) : drawPicture(name, 512, 640);
			const [ending, type] = isSound ? ['mp3', 'audio/mpeg'] : ['png', 'image/png'];
			form.append(field, new Blob([new Uint8Array(bytes)], { type }), `${name}.${ending}`);
			files.push([name, bytes]);
		}
	});
	const url = `${api.url}/form/${String(trigger.webhookId)}`;
	const page = await until(`${url} answers`, 20, async () => {
		const options = { proxy: false, validateStatus: () => true } as const;
		const { status, data } = await axios.post<{ formWaitingUrl?: string }>(url, form, options);
		if (status === 404) return undefined;
		assert.equal(status, 200, JSON.stringify(data));
		return data.formWaitingUrl ?? '';
	});
	assert.ok(page, 'the form has a page to wait on');
	return { files, page };
}

/** As a browser shows it: the page itself sends the form on, which ends the execution. */
async function open(page: string): Promise<string> {
	const { data } = await axios.get<string>(page, { proxy: false });
	await axios.post(page, undefined, { proxy: false });
	return data.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
