// The ways by which a file comes into a workflow, and from there into a field of one of our nodes.
import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDocument, WorkflowNode } from '../../../scripts/n8n/model';
import { mediaAt } from '../../../simulator/media';
import { drawPicture } from '../../../simulator/picture';
import { post } from '../runs';
import { WEBHOOK, type Scene } from '../scene';
import {
	AGENTS,
	base,
	inARow,
	node,
	PACKAGE,
	submit,
	WAITED,
	webhook,
	withAgent,
} from '../workflows';

/** The node whose field holds the file, in every workflow here. */
export const USER = 'Uses File';
/** What the agent calls the tool of that name. */
export const TOOL = 'Uses_File';
/** A node of ours before it, that makes the file. */
export const MAKER = 'Submit';

export interface Way {
	title: string;
	/** What the simulator must fetch; absent where a node before makes it. */
	bytes?: Buffer | undefined;
	/** @param model credential of a language model */
	document(scene: Scene, model: Credential): WorkflowDocument;
	/** Where the active workflow is called, and with what. */
	place?(document: WorkflowDocument): string;
	body(): object;
}

/** A node of ours that uses a file. */
export const user = (type: string, parameters: Record<string, unknown>): WorkflowNode =>
	node(USER, `${PACKAGE}.${type}`, 1, parameters);

/** A video from one picture. */
export const toKling = (imageUrl = 'Photo'): WorkflowNode =>
	user('kexiangKling', {
		operation: 'klingV3Submit',
		mode: 'img2video',
		prompt: 'it sails',
		imageUrl,
		...WAITED,
	});

/** A video from several pictures. */
export const toKlingOmni = (imageUrls: string, prompt = 'it sails'): WorkflowNode =>
	user('kexiangKling', {
		operation: 'klingV3OmniImageToVideo',
		prompt,
		imageUrls,
		...WAITED,
	});

export const picture = (name: string) => drawPicture(name, 320, 320);

const triggerIdOf = ({ nodes }: WorkflowDocument) =>
	String(nodes.find(({ webhookId }) => webhookId !== undefined)?.webhookId);

/** A picture. */
export interface FormFile {
	bytes: Buffer;
	name?: string;
}

const withFile = (form: FormData, field: string, { bytes, name = 'photo.png' }: FormFile) => {
	form.append(field, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
	return form;
};

const FORM = 'On Form Submission';

/** A form with files in it, sent as a browser does. @param row the nodes behind it */
export const byForm = (
	title: string,
	row: WorkflowNode[],
	[first, ...more]: [FormFile, ...FormFile[]],
	fieldLabel = 'Photo',
): Way => ({
	title,
	bytes: first.bytes,
	document: () => {
		const values = [{ fieldLabel, fieldType: 'file', multipleFiles: true }];
		const parameters = { formTitle: title, formFields: { values }, options: {} };
		const trigger = { webhookId: randomUUID() };
		return inARow([base(FORM, 'formTrigger', 2.2, parameters, trigger), ...row]);
	},
	place: (document) => `form/${triggerIdOf(document)}`,
	body: () =>
		[first, ...more].reduce((form, file) => withFile(form, 'field-0', file), new FormData()),
});

/** Hands no files on. */
export const noFiles = base('No Files', 'set', 3.4, {
	assignments: { assignments: [] },
	options: {},
});

/** A file in a chat, which a tool of the agent uses. */
const CHAT_PICTURE = picture('of a chat');
const chat = (version: number): Way => ({
	title: `chat upload, tool of agent ${version}`,
	bytes: CHAT_PICTURE,
	document: (_, model) => {
		const options = { public: true, options: { allowFileUploads: true } };
		const type = '@n8n/n8n-nodes-langchain.chatTrigger';
		const trigger = node('Chat', type, 1.1, options, { webhookId: randomUUID() });
		const user = toKlingOmni("={{ $fromAI('files') }}", "={{ $fromAI('prompt') }}");
		const ofAgent = { ...user, type: `${user.type}Tool` };
		return withAgent(version, model, ofAgent, trigger, '={{ $json.chatInput }}');
	},
	place: (document) => `webhook/${triggerIdOf(document)}/chat`,
	body: () => {
		const form = new FormData();
		form.append('action', 'sendMessage');
		form.append('sessionId', randomUUID());
		form.append('chatInput', 'Make it sail');
		return withFile(form, 'files', { bytes: CHAT_PICTURE, name: 'boat.png' });
	},
});

/** A file that comes by a webhook, or from a node behind it. */
const byWebhook = (
	title: string,
	bytes: Buffer | undefined,
	row: (scene: Scene) => WorkflowNode[],
	body = {},
): Way => ({
	title,
	bytes,
	body: () => body,
	document: (scene) => inARow([webhook(), ...row(scene)]),
});

const TEXT_PICTURE = picture('as text');
/** Larger than what n8n reads of its own link. */
const VIDEO = '/big/3000000.mp4';
const video = mediaAt(VIDEO);
const FILE = { response: { response: { responseFormat: 'file' } } };

export const WAYS: Way[] = [
	byForm('form upload', [toKling()], [{ bytes: picture('of a form'), name: '照片 1.png' }]),
	byForm(
		'form upload, some nodes before',
		[noFiles, toKling(`={{ $('${FORM}').item.binary.Photo }}`)],
		[{ bytes: picture('of a form before') }],
	),
	...AGENTS.map(chat),
	byWebhook('base64 text', TEXT_PICTURE, () => [toKling('={{ $json.body.photo }}')], {
		photo: TEXT_PICTURE.toString('base64'),
	}),
	byWebhook(
		"HTTP Request's binary, a video",
		video && Buffer.concat([...video.read(0, video.size)]),
		({ simulator }) => [
			base('HTTP Request', 'httpRequest', 4.2, {
				url: `${simulator.filesUrl}${VIDEO}`,
				options: FILE,
			}),
			user('kexiangWanxiang', {
				operation: 'videoCharacterSwapSubmit',
				imageUrl: 'https://example.com/person.png',
				videoUrl: '={{ $binary.data }}',
				...WAITED,
			}),
		],
	),
	byWebhook('picture made by our own node', undefined, () => [
		submit({ prompt: 'a boat', downloadFiles: true, ...WAITED }),
		toKlingOmni('data*'),
	]),
];

/** Builds the workflow and starts it by its trigger. Answers the execution's id. */
export async function startWay(scene: Scene, way: Way, credential?: Credential): Promise<string> {
	const { chosen } = await scene.languageModel(TOOL, { prompt: 'it sails', files: 'data0' });
	const document = way.document(scene, chosen);
	const { start } = await scene.activate(document, credential);
	const trigger = document.nodes.find(({ type }) => type === WEBHOOK);
	const place = way.place?.(document) ?? `webhook/${String(trigger?.parameters.path)}`;
	return await start(async () => {
		const { status, data } = await post(`${scene.api.url}/${place}`, () => way.body());
		if (status !== 200) throw new Error(`${place} answered ${status}: ${JSON.stringify(data)}`);
	});
}
