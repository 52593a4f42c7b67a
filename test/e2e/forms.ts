/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The forms of all nodes in n8n's editor, opened one after the other.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Credential, WorkflowDocument } from '../../scripts/n8n/model';
import { newestVersion } from '../support/newestVersion';
import type { Site } from './bench';
import { Editor } from './editor';
import { CUSTOM_API_CALL, labelsOf, shownParameters, type NodeDescription } from './form';
import { inARow, manualTrigger, ours } from './workflows';

/** Every node of the package, unconnected. */
export const allNodes = (
	descriptions: NodeDescription[],
	credential: Credential,
): WorkflowDocument =>
	inARow('Forms', credential, [manualTrigger()], {
		nodes: descriptions.map((one) => ours(one.displayName, one.name, newestVersion(one))),
	});

/** Opens a new workflow in the editor of a server. */
export async function withEditor<T>(
	site: Site,
	document: WorkflowDocument,
	work: (editor: Editor, workflowId: string) => Promise<T>,
): Promise<T> {
	const editor = await Editor.open(site);
	try {
		const { id } = await site.api.createWorkflow(document);
		await editor.openWorkflow(id);
		return await work(editor, id);
	} finally {
		await editor.close();
	}
}

/**
 * Goes through every choice of resource, operation and mode of every node: each form shows what belongs to it.
 * @param pictures folder for one picture of each node
 * @returns how many forms it saw
 */
export async function walkForms(
	editor: Editor,
	descriptions: NodeDescription[],
	pictures: string,
): Promise<number> {
	let count = 0;
	for (const description of descriptions) {
		await editor.openNode(description.displayName);
		await editor.screenshot(path.join(pictures, `form-${fileName(description)}.png`));
		count += await walk(editor, description, {}, 'resource');
		await editor.closeNode();
	}
	return count;
}

/** What decides about the rest of a form, from the outside in. */
const DECIDING = ['resource', 'operation', 'mode'];

async function walk(
	editor: Editor,
	description: NodeDescription,
	chosen: Record<string, unknown>,
	parameterName: string,
): Promise<number> {
	const next = DECIDING[DECIDING.indexOf(parameterName) + 1];
	const { shown } = shownParameters(description, chosen);
	const dropdown = shown.find(({ name, type }) => name === parameterName && type === 'options');
	if (!dropdown) {
		if (next) return await walk(editor, description, chosen, next);
		await requireForm(editor, description, chosen);
		return 1;
	}
	let count = 0;
	for (const { name, value } of dropdown.options ?? []) {
		if (value === CUSTOM_API_CALL) continue;
		await editor.choose(parameterName, name);
		const choice = { ...chosen, [parameterName]: value };
		if (next) count += await walk(editor, description, choice, next);
		else {
			await requireForm(editor, description, choice);
			count += 1;
		}
	}
	return count;
}

async function requireForm(
	editor: Editor,
	description: NodeDescription,
	chosen: Record<string, unknown>,
): Promise<void> {
	const expected = labelsOf(shownParameters(description, chosen).shown);
	const where = `${description.displayName}, ${JSON.stringify(chosen)}`;
	assert.deepEqual(await editor.labels(), expected, where);
}

const fileName = ({ displayName }: NodeDescription) =>
	displayName
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/-$/, '');
