/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import dns from 'node:dns';
import type {
	IBinaryData,
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	INodeParameters,
} from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { binaryOnDisk, type BinaryOnDisk } from './binaryOnDisk';
import { credentialForBucket, startBucketServer, type BucketServer } from './bucketServer';
import { run, type ChainNode } from './kexiang';
import { useSimulator } from './usedSimulator';

/** Nodes whose fields name binary fields, with n8n's files on disk, a bucket, and a platform that fetches them. */

export const PNG = drawPicture('a boat', 320, 320);
export let n8n: BinaryOnDisk;
export let store: BucketServer;
export let simulator: ReturnType<typeof useSimulator>;

/** Lets host names of tests lead to this machine, as a hosts file does; undone after each test file. */
function namesOfThisMachine(...names: RegExp[]): void {
	const lookup = dns.lookup;
	const ours = ((name: string, options: unknown, done?: unknown) => {
		const isOurs = names.some((pattern) => pattern.test(name));
		return (lookup as (...all: unknown[]) => void)(isOurs ? '127.0.0.1' : name, options, done);
	}) as typeof dns.lookup;
	beforeAll(() => void (dns.lookup = ours));
	afterAll(() => void (dns.lookup = lookup));
}

/** For all tests of a file. */
export function sharesFiles(): void {
	simulator = useSimulator();
	namesOfThisMachine(/^n8n\.example\.org$/, /\.store\.example\.org$/);
	beforeAll(async () => {
		n8n = await binaryOnDisk('n8n.example.org');
		store = await startBucketServer();
	});
	afterAll(async () => {
		await n8n.stop();
		await store.stop();
	});
	beforeEach(() => {
		n8n.polled.splice(0);
		n8n.instead = undefined;
		n8n.toHead = undefined;
		store.reset();
	});
}

/** A file of n8n's storage, as a node of this execution or as a form or webhook leaves it. */
export async function stored(
	content: Buffer,
	more: Partial<IBinaryData> = {},
	executionId = '9',
): Promise<IBinaryData> {
	const meta = { data: '', mimeType: 'image/png', fileName: 'cat.png', ...more };
	const owner = { type: 'execution', workflowId: 'w', executionId } as const;
	return await n8n.service.store(owner, content, meta);
}

export const memory = (content: Buffer): IBinaryData => ({
	data: content.toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
});

let executions = 0;
/** What n8n knows of another execution that has files; it has an address that the platform here can reach. */
export const place = () => ({
	restApiUrl: n8n.restApiUrl.replace('n8n.example.org', '127.0.0.1'),
	executionId: `files-${++executions}`,
});

/** What a credential for the store says. */
export const storage = (more: ICredentialDataDecryptedObject = {}) => ({
	...credentialForBucket(store),
	...more,
});

export const binaryOf = async (content = PNG): Promise<IBinaryKeyData> => ({
	data: await stored(content),
	photo_2: await stored(PNG),
});

export interface Submission {
	type?: string;
	operation?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	binary?: IBinaryKeyData;
	items?: number;
	/** Settings of the node. */
	node?: Partial<ChainNode>;
	/** Nodes behind it. */
	after?: ChainNode[];
	more?: Parameters<typeof run>[2];
}

/** Submits a video of what the field names. */
export async function submit(
	imageUrls: string,
	{ options = {}, parameters, items = 1, after = [], ...rest }: Submission = {},
) {
	const binary = rest.binary ?? (await binaryOf());
	const node = {
		type: rest.type ?? 'kexiangKling',
		name: 'Submit',
		parameters: {
			operation: rest.operation ?? 'klingV3OmniImageToVideo',
			...(parameters ?? { prompt: 'it sails', imageUrls }),
			options,
		},
		...rest.node,
	};
	const input = Array.from({ length: items }, () => ({ json: {}, binary }));
	return await run(simulator, [node, ...after], { input, ...place(), ...rest.more });
}

/** The sizes of the files that the platform fetched. */
export const fetched = () => simulator.ledger.inputs.map(({ bytes }) => bytes);

/** Makes links for these files, one an item and each twice, by Get Public URL of File; the platform is far unless told. */
export async function share(
	files: IBinaryData[],
	{
		platformUrl = 'https://platform.example.com',
		by = 'n8n',
		storedBy = {},
		...more
	}: {
		platformUrl?: string;
		by?: 'n8n' | 'bucket';
		/** The credential of the store; null for none. */
		storedBy?: ICredentialDataDecryptedObject | null;
		restApiUrl?: string;
		executionId?: string;
	} = {},
) {
	const parameters = {
		resource: 'file',
		operation: 'filePublicUrl',
		files: 'data, data',
		options: { shareFilesBy: by },
	};
	const { items, error, taskData } = await run(
		simulator,
		[{ type: 'kexiangVideoTools', name: 'Share', parameters }],
		{
			input: files.map((data) => ({ json: {}, binary: { data } })),
			credential: { taskApiUrl: platformUrl, toolApiUrl: platformUrl },
			...(storedBy && { fileStorage: storage(storedBy) }),
			...place(),
			restApiUrl: n8n.restApiUrl,
			...more,
		},
	);
	const urls = items('Share').flatMap(({ json }) => json.urls as string[]);
	const hints = (taskData('Share')?.hints ?? []).map(({ message }) => message);
	return { urls, error, hints, url: urls[0] ?? '' };
}

export const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
