import type { Clock } from './clock';
import type { Contract, Operation } from './contract';
import type { FaultRule, Faults } from './faults';
import type { InputOptions } from './inputs';
import type { LedgerWriter } from './ledger';
import { logNormal, type Random } from './random';
import { serviceOf, type Service } from './services';
import type { TaskStore } from './tasks';

/** What the listeners of one simulator share. */

export const DEFAULT_KEY = 'kx-simulator-key-not-real';

export interface SimulatorOptions {
	/** The accepted key. Default `kx-simulator-key-not-real`. */
	key?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** 0 or absent: a free port. */
	ports?: { platform?: number; tools?: number; files?: number };
	/** Platform seconds per real second. Default 1. */
	timeScale?: number;
	/** The real time, milliseconds since 1970. For tests that make it jump. */
	now?: () => number;
	seed?: number;
	/** Platform seconds that a task takes, for all operations or by operation. Typical times if absent. */
	taskSeconds?: number | Record<string, number>;
	faults?: FaultRule[];
	/** Log-normal sigma around `taskSeconds`. If absent, every task takes exactly that long. */
	taskSpread?: number;
	/** False: `?timeout=` is ignored. Default true. */
	longPoll?: boolean;
	/** Records of family v1 give their cost only after the task has ended. */
	costsAtEnd?: boolean;
	/** Wraps records of family v1 as `{data: record}`. */
	wrapRecords?: boolean;
	/** Base URL of results in answers, in place of the simulator's own result host. */
	resultsUrl?: string;
	/** Paths that differ from the contract's, by operation id. The old path then answers 404. */
	paths?: Record<string, string>;
	/** Operations that answer differently from the contract: with a task, or immediately. */
	kinds?: Record<string, 'sync' | 'submit'>;
	/** How to fetch the files that requests name. `off`: they are not fetched. */
	inputs?: InputOptions | 'off';
	/** Don't write to stderr if a request cannot be served. */
	quiet?: boolean;
}

export interface World {
	options: SimulatorOptions;
	key: string;
	contract: Contract;
	clock: Clock;
	store: TaskStore;
	ledger: LedgerWriter;
	faults: Faults;
	random: Random;
	/** Aborted when the simulator stops. */
	signal: AbortSignal;
	/** Base URL of the result host. */
	filesUrl: string;
	/** The same files on another port. */
	mirrorUrl: string;
}

/** Spread of single durations around the typical one. */
const SPREAD = 0.35;

/** How long a new task of this operation takes, platform seconds. */
export function secondsFor(world: World, operation: Operation, service: Service): number {
	const { taskSeconds, taskSpread } = world.options;
	const wanted = typeof taskSeconds === 'number' ? taskSeconds : taskSeconds?.[operation.id];
	if (wanted === undefined) return logNormal(world.random, service.seconds, SPREAD);
	return taskSpread === undefined ? wanted : logNormal(world.random, wanted, taskSpread);
}

const services = new Map<string, Service>();

export function cachedService(operation: Operation): Service {
	const known = services.get(operation.id) ?? serviceOf(operation);
	services.set(operation.id, known);
	return known;
}
