/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What a scenario works with: servers of one n8n, and the book of what was proven.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { signIn } from '../../scripts/demo/setUp';
import type { N8nApi } from '../../scripts/n8n/api';
import type { N8nInstallation } from '../../scripts/n8n/install';
import { unpackPackage } from '../../scripts/n8n/package';
import type { Login } from '../../scripts/n8n/model';
import { startN8n, type N8nOptions, type N8nServer } from '../../scripts/n8n/server';
import { startSimulator, type SimulatorOptions } from '../../simulator/server';
import type { NodeDescription } from './forms';
import { Scene } from './scene';
import { PACKAGE } from './workflows';

/** A server with its owner signed in. */
export interface Site {
	server: N8nServer;
	api: N8nApi;
}

/** What a proof hands back. */
export interface Proof {
	/** The tasks whose ids n8n holds, at the end, in what its nodes put out. */
	kept?: string[];
	note?: string;
}

/** What was proven, in a line of the table. */
export interface Row {
	scenario: string;
	n8n: string;
	node: string;
	/** Tasks that exist at the simulator, those of them that were charged, and those whose id n8n lost. */
	tasks?: number;
	paid?: number;
	lost?: number;
	seconds: number;
	outcome: 'passed' | 'failed' | 'skipped';
	/** A measurement, why it failed, or why it was skipped. */
	note?: string | undefined;
}

/** The machine lacks a program that the scenario needs. */
export class Lacking extends Error {}

/** What all scenarios of one n8n share. */
export interface Ground {
	installation: N8nInstallation;
	/** Made by `npm pack`. */
	tarball: string;
	/** Throwaway. */
	folder: string;
	/** Where pictures of the editor go. */
	pictures: string;
	login: Login;
	rows: Row[];
	line(text: string): void;
}

export class Bench {
	private readonly stops: Array<() => Promise<unknown>> = [];

	/** @param shared the server that all scenarios share which do not harm it */
	constructor(
		readonly ground: Ground,
		private readonly shared?: Site,
	) {}

	get isOld(): boolean {
		return this.ground.installation.major === 1;
	}

	/** Where one server, or whatever else a scenario starts, has its files. */
	folderOf(name: string): string {
		return path.join(this.ground.folder, name);
	}

	logOf(name: string): string {
		return path.join(this.ground.folder, 'logs', `${name}.log`);
	}

	/** Where a picture goes. */
	pictureOf(...name: string[]): string {
		const file = path.join(this.ground.pictures, ...name);
		mkdirSync(path.dirname(file), { recursive: true });
		return file;
	}

	/** The nodes of the package, as n8n gives them to its editor; without their twins for agents. */
	async nodeDescriptions({ api }: Site = this.site): Promise<NodeDescription[]> {
		const all = await api.nodeDescriptions<NodeDescription>();
		const loaded = all.filter(({ name }) => name.startsWith(`${PACKAGE}.`));
		const names = new Set(loaded.map(({ name }) => name));
		const isTwin = (name: string) => /Tool$/.test(name) && names.has(name.replace(/Tool$/, ''));
		return loaded.filter(({ name }) => !isTwin(name));
	}

	get site(): Site {
		if (!this.shared) throw new Error('The shared server is not started');
		return this.shared;
	}

	/** Starts n8n in the folder of that name, again if it was there before. */
	async startSite(name: string, options: Partial<N8nOptions> = {}): Promise<Site> {
		const server = await this.startServer(name, options);
		return { server, api: await signIn(server, this.ground.login) };
	}

	async startServer(name: string, options: Partial<N8nOptions> = {}): Promise<N8nServer> {
		const userFolder = this.folderOf(name);
		const { installation, tarball } = this.ground;
		if (!existsSync(userFolder)) await unpackPackage(tarball, userFolder, this.logOf('unpack'));
		const server = await startN8n({
			installation,
			userFolder,
			logFile: this.logOf(name),
			...options,
		});
		this.later(async () => await server.stop());
		return server;
	}

	/** Stops something at the end of the scenario, before what was there earlier. */
	later(stop: () => Promise<unknown>): void {
		this.stops.push(stop);
	}

	async close(): Promise<void> {
		for (const stop of this.stops.reverse()) await stop();
	}

	/**
	 * Proves one thing against a simulator of its own, at the shared server unless another is given. Whatever the
	 * scenario looks at, no task may be lost, no request may break the contract, and no key may reach a result host.
	 */
	async prove(
		scenario: string,
		{ site, ...options }: SimulatorOptions & { site?: Site },
		work: (scene: Scene) => Promise<Proof>,
	): Promise<void> {
		const started = Date.now();
		const simulator = await startSimulator(options);
		const row = this.rowOf(scenario, 'passed');
		const scene = new Scene(this, simulator, site ?? this.site);
		try {
			const { kept = [], note } = await work(scene);
			row.note = note;
			const { ledger } = simulator;
			const lost = ledger.tasks
				.filter(({ deliveredIds }) => deliveredIds.length > 0)
				.filter(({ id, deliveredIds }) => ![id, ...deliveredIds].some((one) => kept.includes(one)))
				.map(({ id }) => id);
			row.lost = lost.length;
			assert.deepEqual(lost, [], 'tasks that the platform told n8n of, and that n8n lost');
			assert.deepEqual(ledger.violations, [], 'against the contract');
			assert.equal(ledger.summary().keysSentToResultHosts, 0, 'the key left the platform');
		} catch (error) {
			const isSkipped = error instanceof Lacking && process.env.CI !== 'true';
			row.outcome = isSkipped ? 'skipped' : 'failed';
			row.note = error instanceof Error ? error.message : String(error);
			if (!isSkipped && error instanceof Error) this.say(error.stack ?? error.message);
		} finally {
			const { tasks, paid } = simulator.ledger.summary();
			this.book({ ...row, tasks, paid, seconds: (Date.now() - started) / 1000 });
			await scene.close();
		}
	}

	private rowOf(scenario: string, outcome: Row['outcome'], note?: string): Row {
		const { version, runtime } = this.ground.installation;
		return { scenario, n8n: version, node: runtime.version, seconds: 0, outcome, note };
	}

	private book(row: Row): void {
		this.ground.rows.push(row);
		const detail = row.note ? `: ${row.note}` : '';
		this.say(`  ${row.outcome}  ${row.scenario} (${row.seconds.toFixed(1)} s)${detail}`);
	}

	/** A line of what goes on. */
	say(text: string): void {
		this.ground.line(text);
	}

	/** Something that cannot be proven here, with the reason. */
	skip(scenario: string, note: string): void {
		this.book(this.rowOf(scenario, 'skipped', note));
	}
}
