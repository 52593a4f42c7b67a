// Every scenario, in the order in which they run.
import type { Bench } from '../bench';
import { agents } from './agents';
import { beforehand } from './beforehand';
import { browser } from './browser';
import { canvases } from './canvases';
import { chinese } from './chinese';
import { chineseBrowser } from './chineseBrowser';
import { chineseQueue } from './chineseQueue';
import { credential } from './credential';
import { dataTable } from './dataTable';
import { durable } from './durable';
import { examples } from './examples';
import { files } from './files';
import { filesBrowser } from './filesBrowser';
import { filesQueue } from './filesQueue';
import { install } from './install';
import { internals } from './internals';
import { keys } from './keys';
import { kill } from './kill';
import { limit } from './limit';
import { mcp } from './mcp';
import { payments } from './payments';
import { queue } from './queue';
import { retry } from './retry';
import { spending } from './spending';
import { stop } from './stop';
import { stopBrowser } from './stopBrowser';

export interface Scenario {
	about: string;
	/** Runs unless others are asked for. */
	usual: boolean;
	/** It waits most of its time, on a server of its own: the others run meanwhile. */
	aside?: boolean;
	run(bench: Bench): Promise<void>;
}

const scenarios = {
	durable: {
		about: 'a durable wait outlives n8n, killed and started again',
		usual: true,
		aside: true,
		run: durable,
	},
	kill: {
		about:
			'after SIGKILL and SIGTERM in a wait: every task is in the log, and what n8n itself kept',
		usual: true,
		aside: true,
		run: kill,
	},
	stop: {
		about: 'Stop ends a wait at once, and List Recent Tasks lists what it left',
		usual: true,
		run: stop,
	},
	limit: {
		about: 'tasks that end before the time limit are all delivered',
		usual: true,
		run: limit,
	},
	beforehand: {
		about: 'what n8n itself would break later is told before anything is paid',
		usual: true,
		run: beforehand,
	},
	retry: {
		about: 'Retry On Fail and error outputs never pay twice',
		usual: true,
		run: retry,
	},
	payments: {
		about: 'parameters that change at each try never make an item be paid twice',
		usual: true,
		run: payments,
	},
	spending: {
		about: 'a Spending Limit holds over items, tries, and all calls of an agent',
		usual: true,
		run: spending,
	},
	agents: {
		about: "as an agent's tool, one lost answer is one payment, in every version of the agent",
		usual: true,
		run: agents,
	},
	mcp: {
		about: 'clients of the Model Context Protocol use our tools and find our nodes',
		usual: true,
		run: mcp,
	},
	examples: {
		about: 'every workflow in examples/ runs, its files arrive',
		usual: true,
		run: examples,
	},
	dataTable: {
		about: "the rows of n8n's own table become videos, no row is paid twice, whatever ends a run",
		usual: true,
		run: dataTable,
	},
	files: {
		about: "a user's own file comes to the platform by each way; what cannot is told before",
		usual: true,
		run: files,
	},
	install: {
		about: 'the command of the README installs one package, and n8n loads its nodes',
		usual: true,
		aside: true,
		run: install,
	},
	credential: {
		about: 'a right key is taken, a wrong one refused',
		usual: true,
		run: credential,
	},
	chinese: {
		about: 'on a Chinese host, forms and messages are Chinese, and nothing else changes',
		usual: true,
		run: chinese,
	},
	internals: {
		about: 'what the nodes rest on and n8n promises nowhere is there',
		usual: true,
		run: internals,
	},
	keys: {
		about:
			"a key that the platform repeats stands nowhere in n8n's database, debug log and answers",
		usual: true,
		run: keys,
	},
	browser: {
		about: 'nodes are found and their forms tidy, in a real browser',
		usual: false,
		run: browser,
	},
	chineseBrowser: {
		about: 'the Chinese forms, and a workflow saved in both languages, in a real browser',
		usual: false,
		run: chineseBrowser,
	},
	canvases: {
		about: 'every workflow in examples/ is imported in a real browser, for a picture of each',
		usual: false,
		run: canvases,
	},
	stopBrowser: {
		about: 'Stop in a real browser, and the list that finds its task again',
		usual: false,
		run: stopBrowser,
	},
	filesBrowser: {
		about: "a field with files, and a bucket's credential that is tested, in a real browser",
		usual: false,
		run: filesBrowser,
	},
	filesQueue: {
		about:
			'the same in queue mode, with binary data in the database: main serves what a worker signed',
		usual: false,
		run: filesQueue,
	},
	chineseQueue: {
		about: 'queue mode with a Chinese main process and an English worker',
		usual: false,
		run: chineseQueue,
	},
	queue: {
		about: 'main and two workers on Redis and PostgreSQL, one worker killed',
		usual: false,
		run: queue,
	},
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const SCENARIOS: Record<ScenarioName, Scenario> = scenarios;
