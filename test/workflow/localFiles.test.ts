import type { IBinaryData } from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';
import { run } from '../support/kexiang';

/** A field for media takes the names of binary fields, through n8n's engine to a platform that fetches the files. */

const PNG = drawPicture('a boat', 320, 320);
let n8n: BinaryOnDisk;
let simulator: Simulator;
let executions = 0;
beforeAll(async () => {
	n8n = await binaryOnDisk();
});
afterAll(async () => await n8n.stop());
beforeEach(async () => {
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

async function stored(content: Buffer): Promise<IBinaryData> {
	return await n8n.service.store(
		{ type: 'execution', workflowId: 'w', executionId: '9' },
		content,
		{ data: '', mimeType: 'image/png', fileName: 'cat.png' },
	);
}

async function submit(imageUrls: unknown, content = PNG, options = {}) {
	executions += 1;
	const node = {
		type: 'kexiangKling',
		name: 'Submit',
		parameters: {
			operation: 'klingV3OmniImageToVideo',
			prompt: 'it sails',
			imageUrls: imageUrls as string,
			options,
		},
	};
	return await run(simulator, [node], {
		input: [{ json: {}, binary: { data: await stored(content), photo_2: await stored(PNG) } }],
		restApiUrl: n8n.restApiUrl,
		executionId: `local-${executions}`,
	});
}
const inputs = () => simulator.ledger.inputs;

it.each<[string, string, number]>([
	['a name', 'data', 1],
	['a pattern', 'photo_*', 1],
	['names and a URL', 'data, photo_2, https://example.com/1.png', 2],
	['the object', '={{ $binary.data }}', 1],
	['its id', '={{ $binary.data.id }}', 1],
	['base64', `data:image/png;base64,${PNG.toString('base64')}`, 1],
])('%s is fetched by the platform', async (_, value, count) => {
	const { error } = await submit(value);
	expect(error).toBeUndefined();
	expect(inputs()).toHaveLength(count);
	for (const input of inputs()) expect(input).toMatchObject({ bytes: PNG.length });
});

it.each<[string, string, Buffer, string]>([
	['a name that is none', 'dta', PNG, 'but holds "dta"'],
	['a file that is no picture', 'data', Buffer.from('%PDF-1.7\n'), 'takes a picture'],
])('%s is refused, and nothing is sent', async (_, value, content, reason) => {
	const { error } = await submit(value, content);
	expect(error?.message).toContain(reason);
	expect(simulator.ledger.requests).toEqual([]);
});

it('shows in a preview which file would be shared, and shares nothing', async () => {
	n8n.asked.splice(0);
	const { items } = await submit('data', PNG, { previewRequest: true });
	expect(JSON.stringify(items('Submit')[0]?.json)).toContain(
		'<link to the file data: cat.png (image/png)>',
	);
	expect(n8n.asked).toEqual([]);
});
