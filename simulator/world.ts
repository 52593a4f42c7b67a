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
	/** The key that is accepted; default `kx-simulator-key-not-real`. */
	key?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** 0 or absent: a free port. */
	ports?: { platform?: number; tools?: number; files?: number };
	/** Platform seconds per real second; default 1. */
	timeScale?: number;
	/** The real time, milliseconds since 1970; for tests that let it jump. */
	now?: () => number;
	seed?: number;
	/** Platform seconds that a task takes, for all or by operation; absent: typical times. */
	taskSeconds?: number | Record<string, number>;
	faults?: FaultRule[];
	/** Log-normal sigma around `taskSeconds`; absent: every task takes just as long. */
	taskSpread?: number;
	/** False: `?timeout=` is ignored. Default true. */
	longPoll?: boolean;
	/** Records of family v1 name their cost only once the task has ended. */
	costsAtEnd?: boolean;
	/** Answer records of family v1 as `{data: record}`. */
	wrapRecords?: boolean;
	/** Where results are said to lie, in place of the simulator's own result host. */
	resultsUrl?: string;
	/** Paths other than the contract's, by operation id: the old path then answers 404. */
	paths?: Record<string, string>;
	/** Operations that answer otherwise than the contract says: with a task, or at once. */
	kinds?: Record<string, 'sync' | 'submit'>;
	/** How the files that requests name are fetched; `off`: they are not. */
	inputs?: InputOptions | 'off';
	/** Do not write to stderr when a request cannot be served. */
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
	/** The same files under another port. */
	mirrorUrl: string;
}

/** How much single durations differ around the typical one. */
const SPREAD = 0.35;

/** Platform seconds that a new task of this operation takes. */
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
