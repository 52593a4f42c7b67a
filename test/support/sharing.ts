import type { IBinaryData, ICredentialDataDecryptedObject, INodeType } from 'n8n-workflow';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { shareFile, type ShareSettings } from '../../nodes/shared/files/shareFiles';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { drawPicture } from '../../simulator/picture';
import { binaryOnDisk, type BinaryOnDisk } from './binaryOnDisk';
import { BUCKET, KEY, REGION, startBucketServer, type BucketServer } from './bucketServer';
import { loop } from './loop';
import { namesOfThisMachine } from './names';
import { runWorkflow } from './runWorkflow';

/** A node that shares files, through n8n's engine, with n8n's files on disk and with a bucket. */

export const PNG = drawPicture('a boat', 64, 64);
export let n8n: BinaryOnDisk;
export let store: BucketServer;

/** For all tests of a file. */
export function sharesFiles(): void {
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

let executions = 0;
/** The next call of `share` belongs to the execution before. */
export const inSameExecution = () => void (executions -= 1);

/** A file of n8n's storage, as a node of this execution or as a form or webhook leaves it. */
export async function stored(
	content: Buffer,
	more: Partial<IBinaryData> = {},
	executionId = '9',
): Promise<IBinaryData> {
	const meta = { data: '', mimeType: 'image/png', fileName: 'cat.png', ...more };
	return await n8n.service.store(
		{ type: 'execution', workflowId: 'w', executionId },
		content,
		meta,
	);
}

export const memory = (content: Buffer): IBinaryData => ({
	data: content.toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
});

export type Share = ShareSettings & {
	label?: string;
	kind?: 'image' | 'video' | 'audio' | 'any';
	maxMb?: number;
};

/** A node that does nothing but share: all files of each item, twice, with these settings. */
const sharer = ({
	label = 'Image URLs',
	kind = 'image',
	maxMb,
	...settings
}: Share): INodeType => ({
	description: {
		...loop.description,
		name: 'share',
		outputs: ['main'],
		credentials: [{ name: 'kexiangFileStorageApi', required: false }],
	},
	async execute() {
		const wanted = { label, kind, ...(maxMb !== undefined && { maxMb }) };
		const files = this.getInputData().flatMap(({ binary = {} }, item) =>
			[binary, binary].flatMap(Object.values).map((file: IBinaryData) => ({ file, item })),
		);
		const shared = files.map(
			async ({ file, item }) =>
				await shareFile(this, item, file, wanted, settings).then(
					(url) => ({ url }),
					(error: unknown) => {
						if (!(error instanceof ParameterProblem)) throw error;
						return { refusal: { message: error.message, advice: error.advice } };
					},
				),
		);
		return [(await Promise.all(shared)).map((json) => ({ json }))];
	},
});

/** What a credential for the store says. */
export const storage = (more: ICredentialDataDecryptedObject = {}) => ({
	...KEY,
	endpoint: store.endpoint,
	region: REGION,
	bucket: BUCKET,
	addressStyle: 'path',
	folder: 'n8n',
	linkKind: 'signed',
	linkHours: 24,
	...more,
});

export async function share(
	files: IBinaryData[],
	settings: Partial<Share> & {
		restApiUrl?: string;
		credential?: ICredentialDataDecryptedObject;
		hasCredential?: boolean;
	} = {},
) {
	const { restApiUrl = n8n.restApiUrl, credential, hasCredential = true, ...rest } = settings;
	executions += 1;
	const done = await runWorkflow({
		nodeTypes: [sharer({ by: 'n8n', ...rest })],
		credentialTypes: [new KexiangFileStorageApi()],
		credentials: hasCredential ? { kexiangFileStorageApi: storage(credential) } : {},
		chain: [{ type: 'share', name: 'Share' }],
		input: files.map((file) => ({ json: {}, binary: { data: file } })),
		restApiUrl,
		executionId: `share-${executions}`,
	});
	if (done.error) throw done.error;
	const jsons = done.items('Share').map(({ json }) => json);
	const error = jsons[0]?.refusal as { message: string; advice?: string } | undefined;
	const urls = jsons.flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
	const hints = (done.taskData('Share')?.hints ?? []).map(({ message }) => message);
	return { urls, error, hints, url: urls[0] ?? '' };
}

export const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
