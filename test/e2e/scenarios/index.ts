// Every scenario, in the order in which they run.
import type { Bench } from '../bench';
import { agents } from './agents';
import { beforehand } from './beforehand';
import { browser } from './browser';
import { canvases } from './canvases';
import { chinese } from './chinese';
import { chineseBrowser } from './chineseBrowser';
import { credential } from './credential';
import { dataTable } from './dataTable';
import { durable } from './durable';
import { examples } from './examples';
import { files } from './files';
import { install } from './install';
import { internals } from './internals';
import { keys } from './keys';
import { kill } from './kill';
import { mcp } from './mcp';
import { queue } from './queue';
import { retry } from './retry';
import { stop } from './stop';

type Run = (bench: Bench) => Promise<void>;

export interface Scenario {
	about: string;
	run: Run;
	/** Runs unless others are asked for. */
	usual?: boolean;
	/** It waits most of its time, on a server of its own: the others run meanwhile. */
	aside?: boolean;
}

const usual = (run: Run, about: string): Scenario => ({ about, run, usual: true });
const aside = (run: Run, about: string): Scenario => ({ ...usual(run, about), aside: true });
const special = (run: Run, about: string): Scenario => ({ about, run });

export const SCENARIOS: Record<string, Scenario> = {
	durable: aside(durable, 'a durable wait outlives n8n, killed and started again'),
	kill: aside(kill, 'after SIGKILL and SIGTERM in a wait, every task is in the log'),
	stop: usual(stop, 'Stop ends a wait at once, and List Recent Tasks lists what it left'),
	beforehand: usual(beforehand, 'what would go wrong later is told before anything is paid'),
	retry: usual(retry, 'no Retry pays twice, and a Spending Limit holds over all tries'),
	agents: usual(agents, "an agent's tool is paid once, within its limit, in every version"),
	mcp: usual(mcp, 'clients of the Model Context Protocol use our tools and find our nodes'),
	examples: usual(examples, 'every workflow in examples/ runs, its files arrive'),
	dataTable: usual(dataTable, "no row of n8n's own table is paid twice, whatever ends a run"),
	files: usual(files, "a user's own file reaches the platform; what cannot is told before"),
	install: aside(install, 'the command of the README installs one package, and n8n loads it'),
	credential: usual(credential, 'a right key is taken, a wrong one refused'),
	chinese: usual(chinese, 'on a Chinese host, forms and messages are Chinese, and nothing else'),
	internals: usual(internals, 'what the nodes rest on and n8n promises nowhere is there'),
	keys: usual(keys, "a key that the platform repeats stands nowhere in n8n's files and answers"),
	browser: special(browser, 'nodes, forms, files and Stop in a real browser'),
	chineseBrowser: special(chineseBrowser, 'the Chinese forms, and saving in both languages'),
	canvases: special(canvases, 'a picture of every workflow in examples/, as imported'),
	queue: special(queue, 'queue mode: files, two languages, 200 tasks and a worker that is killed'),
};
