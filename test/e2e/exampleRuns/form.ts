/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// Examples that begin with a form: it is filled in as a browser does, and its last page looked at.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeOfType } from '../../../scripts/n8n/workflows';
import { drawPicture } from '../../../simulator/picture';
import type { Proof } from '../bench';
import { allItems, errorOf, fetchFile, http, post, taskIds, until } from '../runs';
import { isVideo, madeNote, type Example } from './example';

const SOUND = path.join(__dirname, '..', '..', '..', 'simulator', 'media', 'sample.mp3');

interface FormField {
	fieldLabel: string;
	fieldType?: string;
	multipleFiles?: boolean;
	acceptFileTypes?: string;
}

type Files = Map<string, Buffer>;

export async function fillForm({ scene, document }: Example): Promise<Proof> {
	const { api } = scene;
	const { workflow } = await scene.activate(document);
	const trigger = nodeOfType(workflow, 'n8n-nodes-base.formTrigger');
	const { values } = trigger.parameters.formFields as { values: FormField[] };
	const files: Files = new Map();
	const url = `${api.url}/form/${String(trigger.webhookId)}`;
	const { data } = await post<{ formWaitingUrl?: string }>(url, () => filledIn(values, files));
	const page = data.formWaitingUrl;
	assert.ok(page, `the form has no page to wait on: ${JSON.stringify(data)}`);
	const [{ id = '' } = {}] = await api.executionsOf(workflow.id);
	const last = await until('the form has its last page', 180, async () => {
		const { status } = await api.execution(id);
		if (status === 'waiting') return await open(page);
		if (status === 'running' || status === 'new') return undefined;
		throw new Error(`${status}: ${errorOf(await api.execution(id))}`);
	});
	const execution = await scene.succeeded(id);
	const [, video = ''] = /<source src="([^"]+)"/.exec(last) ?? [];
	assert.ok(video, `the last page shows no video: ${last.slice(0, 2000)}`);
	assert.ok(isVideo(await fetchFile(video)), 'it is a video');
	const fetched = scene.ledger.inputs.map(({ sha256 }) => sha256);
	for (const [name, bytes] of files) {
		const sum = createHash('sha256').update(bytes).digest('hex');
		assert.ok(fetched.includes(sum), `the platform fetched ${name}`);
	}
	const note = `${files.size} files of the form reached the platform; ${madeNote(scene)}`;
	return { kept: taskIds(allItems(execution)), note };
}

/** Everything in the form; two pictures where it takes several. @param files the ones in it */
function filledIn(fields: FormField[], files: Files): FormData {
	const form = new FormData();
	for (const [index, { fieldLabel, fieldType, multipleFiles, ...field }] of fields.entries()) {
		const name = `field-${index}`;
		if (fieldType !== 'file') form.append(name, `${fieldLabel}: a quiet morning`);
		else
			for (const number of multipleFiles ? [1, 2] : [1]) {
				const file = `${fieldLabel} ${number}`;
				const isSound = field.acceptFileTypes?.includes('.mp3');
				const bytes = isSound ? readFileSync(SOUND) : drawPicture(file, 512, 640);
				const [ending, type] = isSound ? ['mp3', 'audio/mpeg'] : ['png', 'image/png'];
				form.append(name, new Blob([new Uint8Array(bytes)], { type }), `${file}.${ending}`);
				files.set(file, bytes);
			}
	}
	return form;
}

/** As a browser shows it: the page itself sends the form on, which ends the execution. */
async function open(page: string): Promise<string> {
	const { data } = await http.get<string>(page);
	await http.post(page);
	return data.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
