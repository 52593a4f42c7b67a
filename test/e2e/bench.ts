/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What a scenario works with: servers of one n8n, simulators, and the book of what was proven.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { signIn } from '../../scripts/demo/setUp';
import type { N8nApi } from '../../scripts/n8n/api';
import type { N8nInstallation } from '../../scripts/n8n/install';
import { unpackPackage } from '../../scripts/n8n/package';
import type { Credential, CredentialInput, Login } from '../../scripts/n8n/model';
import { startN8n, type N8nOptions, type N8nServer } from '../../scripts/n8n/server';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import type { NodeDescription } from './form';
import type { Row } from './table';
import { PACKAGE } from './workflows';

/** A server with its owner signed in. */
export interface Site {
	server: N8nServer;
	api: N8nApi;
	login: Login;
}

/** What a proof hands back. */
export interface Proof {
	/** The tasks whose ids n8n holds, at the end, in what its nodes put out. */
	kept?: string[];
	note?: string;
}

/** The machine lacks a program that the scenario needs. */
export class Lacking extends Error {}

export interface BenchSetUp {
	installation: N8nInstallation;
	/** Made by `npm pack`. */
	tarball: string;
	/** Throwaway. */
	folder: string;
	/** Where pictures of the editor go. */
	pictures: string;
	line(text: string): void;
}

export class Bench {
	readonly rows: Row[] = [];

	private readonly login: Login = {
		email: 'e2e@kexiang.example',
		// n8n wants a number and a capital letter in it.
		password: `Test1-${randomBytes(6).toString('hex')}`,
	};

	private shared: Site | undefined;

	constructor(private readonly setUp: BenchSetUp) {}

	get installation(): N8nInstallation {
		return this.setUp.installation;
	}

	/** Where one server, or whatever else a scenario starts, has its files. */
	folderOf(name: string): string {
		return path.join(this.setUp.folder, name);
	}

	/** Made by `npm pack`. */
	get tarball(): string {
		return this.setUp.tarball;
	}

	logOf(name: string): string {
		return path.join(this.setUp.folder, 'logs', `${name}.log`);
	}

	get picturesFolder(): string {
		return this.setUp.pictures;
	}

	/** The nodes of the package, as n8n gives them to its editor; without their twins for agents. */
	async nodeDescriptions(api = this.site.api): Promise<NodeDescription[]> {
		const all = await api.nodeDescriptions<NodeDescription>();
		const loaded = all.filter(({ name }) => name.startsWith(`${PACKAGE}.`));
		const names = new Set(loaded.map(({ name }) => name));
		return loaded.filter(
			({ name }) => !(/Tool$/.test(name) && names.has(name.replace(/Tool$/, ''))),
		);
	}

	/** The server that all scenarios share which do not harm it. */
	get site(): Site {
		if (!this.shared) throw new Error('The shared server is not started');
		return this.shared;
	}

	async startShared(): Promise<void> {
		this.shared = await this.startSite('shared');
	}

	/** Starts n8n in the folder of that name, again if it was there before. */
	async startSite(name: string, options: Partial<N8nOptions> = {}): Promise<Site> {
		const server = await this.startServer(name, options);
		return { server, api: await signIn(server, this.login), login: this.login };
	}

	async startServer(name: string, options: Partial<N8nOptions> = {}): Promise<N8nServer> {
		const userFolder = this.folderOf(name);
		const { installation, tarball } = this.setUp;
		if (!existsSync(userFolder)) await unpackPackage(tarball, userFolder, this.logOf('unpack'));
		const logFile = this.logOf(name);
		return await startN8n({ installation, userFolder, logFile, ...options });
	}

	credentialInput(simulator: Simulator, key = simulator.key): CredentialInput {
		return {
			name: `Simulator ${simulator.platformUrl}`,
			type: 'kexiangApi',
			data: {
				apiKey: key,
				taskApiUrl: simulator.platformUrl,
				toolApiUrl: simulator.toolsUrl,
			},
		};
	}

	/** A credential of the simulator, on the shared server unless another is given. */
	async credential(
		simulator: Simulator,
		{ api = this.site.api, name }: { api?: N8nApi; name?: string } = {},
	): Promise<Credential> {
		const input = this.credentialInput(simulator);
		return await api.saveCredential({ ...input, name: name ?? input.name });
	}

	/**
	 * Proves one thing against a simulator of its own. Whatever the scenario looks at, no task may
	 * be lost, no request may break the contract, and no key may reach a result host.
	 */
	async prove(
		scenario: string,
		options: SimulatorOptions,
		work: (simulator: Simulator) => Promise<Proof>,
	): Promise<void> {
		const { version, runtime } = this.setUp.installation;
		const row: Row = {
			scenario,
			n8n: version,
			node: runtime.version,
			seconds: 0,
			outcome: 'passed',
		};
		const started = Date.now();
		const simulator = await startSimulator(options);
		try {
			const { kept = [], note } = await work(simulator);
			row.note = note;
			row.lost = lostTasks(simulator, kept).length;
			assert.equal(row.lost, 0, `lost: ${lostTasks(simulator, kept).join(', ')}`);
			const { violations } = simulator.ledger;
			assert.equal(violations.length, 0, `against the contract: ${JSON.stringify(violations[0])}`);
			assert.equal(
				simulator.ledger.summary().keysSentToResultHosts,
				0,
				'the key left the platform',
			);
		} catch (error) {
			const isSkipped = error instanceof Lacking && process.env.CI !== 'true';
			row.outcome = isSkipped ? 'skipped' : 'failed';
			row.note = error instanceof Error ? error.message : String(error);
			if (!isSkipped && error instanceof Error) this.setUp.line(error.stack ?? error.message);
		} finally {
			const { tasks, paid } = simulator.ledger.summary();
			Object.assign(row, { tasks, paid, seconds: (Date.now() - started) / 1000 });
			await simulator.stop();
			this.rows.push(row);
			const detail = row.note ? `: ${row.note}` : '';
			this.setUp.line(`  ${row.outcome}  ${scenario} (${row.seconds.toFixed(1)} s)${detail}`);
		}
	}

	/** A line of what goes on. */
	say(text: string): void {
		this.setUp.line(text);
	}

	/** Something that cannot be proven here, with the reason. */
	skip(scenario: string, note: string): void {
		const { version, runtime } = this.setUp.installation;
		this.setUp.line(`  skipped  ${scenario}: ${note}`);
		this.rows.push({
			...{ scenario, n8n: version, node: runtime.version },
			...{ seconds: 0, outcome: 'skipped', note },
		});
	}
}

/** Tasks that the platform told n8n of, and that n8n does not know any more. */
function lostTasks(simulator: Simulator, kept: string[]): string[] {
	const known = new Set(kept);
	return simulator.ledger.tasks
		.filter(({ deliveredIds }) => deliveredIds.length > 0)
		.filter(({ id, deliveredIds }) => ![id, ...deliveredIds].some((one) => known.has(one)))
		.map(({ id }) => id);
}
