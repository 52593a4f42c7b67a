// Runs the example in n8n and looks whether the picture arrived.
import axios from 'axios';
import type { Console } from '../console';
import type { Execution } from '../n8n/model';
import { PACKAGE } from '../n8n/package';
import { nodeOfType } from '../n8n/workflows';
import { recognise, type Picture } from './picture';
import { submittedTask, summarise, type RunSummary } from './report';
import type { Prepared } from './setUp';

const LIMIT_SECONDS = 120;

export async function runExample(
	console: Console,
	{ api, workflow }: Prepared,
): Promise<{ summary: RunSummary; picture?: Picture }> {
	const [submit = '', wait = '', trigger = ''] = [
		...[`${PACKAGE}.kexiangGoogle`, `${PACKAGE}.kexiangWaitForTask`],
		'n8n-nodes-base.manualTrigger',
	].map((type) => nodeOfType(workflow, type).name);
	const names = { submit, wait };
	const executionId = await api.runWorkflow(workflow, trigger);
	let ended!: Promise<Execution>;
	await console.step(
		`Submitting with ${submit}`,
		async () =>
			await new Promise<string | undefined>((resolve, reject) => {
				ended = api.waitForExecution(executionId, LIMIT_SECONDS, ({ data }) => {
					const task = submittedTask(data, names);
					if (task) resolve(task);
				});
				ended.then(({ data }) => resolve(submittedTask(data, names)), reject);
			}),
		(task) => (task ? `task ${task}` : 'no task'),
	);
	const { data } = await console.step(
		`Waiting with ${wait}`,
		async () => await ended,
		({ status }) => `execution ${executionId}: ${status}`,
	);
	const summary = summarise(data, names);
	const { file, json } = summary;
	if (!file) return { summary };
	const bytes = await console.step(
		'Fetching the picture back from n8n',
		async () => await api.downloadBinary(file),
		({ length }) => `${length.toLocaleString('en-US')} bytes`,
	);
	const picture = recognise(bytes);
	const trouble = picture ? await differs(bytes, json.url) : 'the file in n8n is no whole picture';
	return { summary: { ...summary, trouble: summary.trouble ?? trouble }, picture };
}

/** What is wrong with the bytes in n8n, if anything: they must be those at the URL. */
async function differs(bytes: Buffer, url: unknown): Promise<string | undefined> {
	if (typeof url !== 'string') return 'the finished task names no URL';
	const { data } = await axios.get<Buffer>(url, { responseType: 'arraybuffer' });
	return data.equals(bytes) ? undefined : 'the file in n8n is not the one at the URL';
}
