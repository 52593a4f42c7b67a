/** What people read where a node cannot work as it stands in the workflow: its wires, its settings, its items. */
import type { Explained } from '../platform';
import { between } from './compose';

const DURABLE_NAME = 'Kexiang Wait for Task (Durable)';

export const thisNode = (): string => '这个节点';
export const nodeNamed = (name: string): string => `节点“${name}”`;

const WHY_ASK_AGAIN =
	'休眠的执行每次恢复时，n8n 会把数据从“Ask Again”送出；这个输出必须直接连回节点自己，节点才能再次查询任务。';

export const connectAskAgain = (here: string): Explained => ({
	message: `请把输出“Ask Again”连到${here}的输入`,
	description: `从“Ask Again”拉一条线，连到节点自己的输入。${WHY_ASK_AGAIN}`,
});

/** @param others the nodes that it leads to beside */
export const connectAskAgainAlone = (here: string, others: readonly string[]): Explained => ({
	message: `输出“Ask Again”只能连到${here}的输入，现在还连到了${others.map((name) => `“${name}”`).join('、')}`,
	description: `已完成的任务从“Success”输出。${WHY_ASK_AGAIN}`,
});

export const leadsStraightBack = (output: string, here: string, isDurable: boolean): Explained => ({
	message: `输出“${output}”又连回了${here}，请删掉这条线`,
	description: isDurable
		? '从这里输出的数据会不停绕回来。连回节点输入的线要从“Ask Again”拉；“Still Running”也可以连回来。'
		: `从这里输出的数据会不停绕回来。这个节点自己会等待，不用连回来。只有 ${DURABLE_NAME} 需要连回来，从它的“Ask Again”输出连。`,
});

export const errorOutputOfTool = (): Explained => ({
	message: 'On Error 设为“Continue (using error output)”时，AI Agent 收不到工具返回的内容',
	description:
		'这时 n8n 会清空工具的输出。请在这个工具的 Settings > On Error 里选“Stop Workflow”或“Continue”。',
});

export const ofItem = (message: string, itemIndex: number): string =>
	`第 ${itemIndex} 项：${message}`;

/** @param execution of the call that sleeps */
export const calledForEachItem = (execution: string): Explained => ({
	message: `调用这个工作流的节点对每项数据各调用一次，其中执行 ${execution} 还在休眠`,
	description:
		'这样调用多次，n8n 只返回其中一次的结果。请在调用这个工作流的节点里把 Mode 设为“Run once with all items”，或在它前面加 Loop Over Items。休眠的任务不会丢，结果由那次执行输出。',
});

function duration(seconds: number): string {
	const whole = Math.round(seconds);
	return whole >= 60 && whole % 6 === 0 ? `${whole / 60} 分钟` : `${whole} 秒`;
}

/** @param tries how often n8n runs the node that ends with an error */
export const executionEndsFirst = (
	execution: number,
	{ seconds, tries }: { seconds: number; tries: number },
	here = thisNode(),
): Explained => ({
	message: `n8n 会在 ${duration(execution)}后结束这次执行，但${between(here)}最长要等 ${duration(seconds)}${tries > 1 ? `（共尝试 ${tries} 次）` : ''}`,
	description: `请调大工作流设置里的“Timeout After”，或调小节点的“等待时限”${tries > 1 ? '，或减少 Retry On Fail 的次数' : ''}。休眠的时间 n8n 也算在内。n8n 结束的执行不返回任何结果，任务却会继续运行，照常扣费。`,
});

/** Of a wait that ended at its time limit. */
export const waitsInAll = (tries: number, seconds: number): string =>
	tries > 1 ? `开启 Retry On Fail 后，这样的等待会有 ${tries} 次，一共 ${duration(seconds)}。` : '';

/** Where only this step of a workflow is run. */
export const waitsInProcess = (): string =>
	'单独运行这个节点时，执行不会休眠，节点会原地等待：单步运行时，n8n 不会走最后一个节点后面的连线';
