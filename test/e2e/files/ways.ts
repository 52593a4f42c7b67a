// The ways by which a file comes into a workflow, and from there into a field of one of our nodes.
import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDocument, WorkflowNode } from '../../../scripts/n8n/model';
import { withCredential } from '../../../scripts/n8n/workflows';
import { mediaAt } from '../../../simulator/media';
import { drawPicture } from '../../../simulator/picture';
import type { Simulator } from '../../../simulator/server';
import { post, untilThere } from '../runs';
import {
	agent,
	chatModel,
	EVERY_SECOND,
	inARow,
	node,
	PACKAGE,
	submit,
	webhook,
	workflow,
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
	document(means: Means): WorkflowDocument;
	/** Starts the active workflow at an n8n. */
	send(url: string, document: WorkflowDocument): Promise<void>;
}

/** What a workflow is built with. */
export interface Means {
	credential: Credential;
	/** Of a language model. */
	model: Credential;
	simulator: Simulator;
}

const WAITED = { waitForCompletion: true, waitOptions: EVERY_SECOND };
/** A node of ours that uses a file. */
export const user = (type: string, parameters: Record<string, unknown>): WorkflowNode =>
	node(USER, `${PACKAGE}.${type}`, 1, { parameters });

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
export const toKlingOmni = (imageUrls: string): WorkflowNode =>
	user('kexiangKling', {
		operation: 'klingV3OmniImageToVideo',
		prompt: 'it sails',
		imageUrls,
		...WAITED,
	});

export const picture = (name: string) => drawPicture(name, 320, 320);

const FORM = 'On Form Submission';

/** A page with a field for files. */
const formTrigger = (name: string, label: string): WorkflowNode =>
	node(FORM, 'n8n-nodes-base.formTrigger', 2.2, {
		webhookId: randomUUID(),
		parameters: {
			formTitle: name,
			formFields: { values: [{ fieldLabel: label, fieldType: 'file', multipleFiles: true }] },
			options: {},
		},
	});

const webhookIdOf = ({ nodes }: WorkflowDocument) =>
	String(nodes.find(({ webhookId }) => webhookId !== undefined)?.webhookId);

const fileIn = (form: FormData, field: string, bytes: Buffer, name: string, type: string) => {
	form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
	return form;
};

interface FormFile {
	bytes: Buffer;
	name?: string;
	type?: string;
}

/** A form with files in it, in a field called Photo, sent as a browser does, to a node of ours. */
export const byForm = (
	title: string,
	user: WorkflowNode,
	file: FormFile,
	{ between = [], more = [], label = 'Photo' }: FormWay = {},
): Way => ({
	title,
	bytes: file.bytes,
	document: ({ credential }) =>
		inARow(title, credential, [formTrigger(title, label), ...between, user]),
	send: async (url, document) => {
		const body = () => {
			const data = new FormData();
			for (const { bytes, name = 'photo.png', type = 'image/png' } of [file, ...more])
				fileIn(data, 'field-0', bytes, name, type);
			return data;
		};
		const page = `${url}/form/${webhookIdOf(document)}`;
		await untilThere(page);
		await post(page, body);
	},
});

interface FormWay {
	/** Between the form and the node. */
	between?: WorkflowNode[];
	/** Chosen together with the first. */
	more?: FormFile[];
	/** Of the field. */
	label?: string;
}

const form = byForm('form upload', toKling(), {
	bytes: picture('of a form'),
	name: '照片 1.png',
});

/** Hands no files on. */
export const noFiles = node('No Files', 'n8n-nodes-base.set', 3.4, {
	parameters: { assignments: { assignments: [] }, options: {} },
});
const formBefore = byForm(
	'form upload, some nodes before',
	toKling(`={{ $('${FORM}').item.binary.Photo }}`),
	{ bytes: picture('of a form before') },
	{ between: [noFiles] },
);

/** A file in a chat, which a tool of the agent uses. */
const CHAT_PICTURE = picture('of a chat');
const chat = (version: number): Way => ({
	title: `chat upload, tool of agent ${version}`,
	bytes: CHAT_PICTURE,
	document: ({ credential, model }) => {
		const trigger = node('Chat', '@n8n/n8n-nodes-langchain.chatTrigger', 1.1, {
			webhookId: randomUUID(),
			parameters: { public: true, options: { allowFileUploads: true } },
		});
		const tool = user('kexiangKlingTool', {
			operation: 'klingV3OmniImageToVideo',
			prompt: "={{ $fromAI('prompt') }}",
			imageUrls: "={{ $fromAI('files') }}",
			...WAITED,
		});
		const text = '={{ $json.chatInput }}';
		const document = workflow(
			'chat upload',
			[trigger, agent(version, text), chatModel(model), tool],
			[
				['Chat', 0, 'Agent'],
				['Model', 0, 'Agent', 'ai_languageModel'],
				[USER, 0, 'Agent', 'ai_tool'],
			],
		);
		return withCredential(document, PACKAGE, credential);
	},
	send: async (url, document) => {
		const body = () => {
			const form = new FormData();
			form.append('action', 'sendMessage');
			form.append('sessionId', randomUUID());
			form.append('chatInput', 'Make it sail');
			return fileIn(form, 'files', CHAT_PICTURE, 'boat.png', 'image/png');
		};
		await post(`${url}/webhook/${webhookIdOf(document)}/chat`, body);
	},
});

const BASE64_PICTURE = picture('as text');
const base64: Way = {
	title: 'base64 text',
	bytes: BASE64_PICTURE,
	document: ({ credential }) =>
		inARow('base64', credential, [
			webhook(`base64-${randomUUID()}`),
			user('kexiangGoogle', {
				operation: 'kbananaProOfficialSubmit',
				mode: 'img2img',
				prompt: 'by night',
				imageUrls: '={{ $json.body.photo }}',
				...WAITED,
			}),
		]),
	send: async (url, document) =>
		await post(`${url}/webhook/${pathOf(document)}`, () => ({
			photo: BASE64_PICTURE.toString('base64'),
		})),
};

/** Larger than what n8n reads of its own link. */
const VIDEO = '/big/3000000.mp4';
const videoBytes = () => {
	const video = mediaAt(VIDEO);
	return video && Buffer.concat([...video.read(0, video.size)]);
};
const httpRequest: Way = {
	title: "HTTP Request's binary, a video",
	bytes: videoBytes(),
	document: ({ credential, simulator }) =>
		inARow('http request', credential, [
			webhook(`http-${randomUUID()}`),
			node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
				parameters: {
					url: `${simulator.filesUrl}${VIDEO}`,
					options: { response: { response: { responseFormat: 'file' } } },
				},
			}),
			user('kexiangWanxiang', {
				operation: 'videoCharacterSwapSubmit',
				imageUrl: 'https://example.com/person.png',
				videoUrl: '={{ $binary.data }}',
				...WAITED,
			}),
		]),
	send: async (url, document) => await post(`${url}/webhook/${pathOf(document)}`, () => ({})),
};

const ownNode: Way = {
	title: 'picture made by our own node',
	document: ({ credential }) =>
		inARow('own node', credential, [
			webhook(`own-${randomUUID()}`),
			submit({ prompt: 'a boat', downloadFiles: true, ...WAITED }),
			toKlingOmni('data*'),
		]),
	send: async (url, document) => await post(`${url}/webhook/${pathOf(document)}`, () => ({})),
};

const pathOf = ({ nodes }: WorkflowDocument) =>
	String(nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.parameters.path);

/** One of each generation, as they hand a tool its item in three ways. */
const AGENTS = [1.7, 2.2, 3];

export const WAYS: Way[] = [form, formBefore, ...AGENTS.map(chat), base64, httpRequest, ownNode];
