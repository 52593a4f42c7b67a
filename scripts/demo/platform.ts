/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Where the demo's tasks go: the simulator on this machine, or the real platform.
import { createInterface } from 'node:readline/promises';
import { startSimulator } from '../../simulator/server';
import type { CredentialInput } from '../n8n/model';

export interface Platform {
	name: string;
	/** A stand-in on this machine, whose key is no secret. */
	isSimulated: boolean;
	credential: CredentialInput;
	/** Options of the wait node that this platform's tasks call for. */
	waitOptions: Record<string, unknown>;
	/** A run may take so long. */
	limitSeconds: number;
	stop(): Promise<void>;
}

const CREDENTIAL_TYPE = 'kexiangApi';

/** So that the demo shows a wait, but not a long one. */
const SIMULATED_TASK_SECONDS = 6;

export async function simulatedPlatform(): Promise<Platform> {
	const simulator = await startSimulator({ taskSeconds: SIMULATED_TASK_SECONDS });
	return {
		isSimulated: true,
		name: `${simulator.platformUrl}, tasks of ${SIMULATED_TASK_SECONDS} s`,
		credential: {
			name: 'KexiangAI simulator',
			type: CREDENTIAL_TYPE,
			data: {
				apiKey: simulator.key,
				taskApiUrl: simulator.platformUrl,
				toolApiUrl: simulator.toolsUrl,
			},
		},
		// The smart schedule knows how long real tasks take and would ask too late for these.
		waitOptions: { schedule: 'fixed', interval: 1 },
		limitSeconds: 120,
		stop: async () => await simulator.stop(),
	};
}

/** What to enter in a credential of one's own, for the simulator; a real key is printed nowhere. Pure. */
export function credentialLines({ isSimulated, credential }: Platform): string[] {
	if (!isSimulated) return [];
	const { apiKey, taskApiUrl, toolApiUrl } = credential.data;
	return [
		'For a credential of your own, as long as this runs:',
		`  API Key       ${String(apiKey)}`,
		`  Task API URL  ${String(taskApiUrl)}`,
		`  Tool API URL  ${String(toolApiUrl)}`,
	];
}

export function livePlatform(apiKey: string): Platform {
	return {
		isSimulated: false,
		name: 'https://kexiangai.com (live)',
		// The addresses are the credential's own defaults.
		credential: { name: 'KexiangAI', type: CREDENTIAL_TYPE, data: { apiKey } },
		waitOptions: {},
		limitSeconds: 1800,
		stop: async () => {},
	};
}

/** The key for the real platform, once the user has agreed to spend money. */
export async function agreedKey(isAgreed: boolean, key: string | undefined): Promise<string> {
	if (!key) throw new Error('--live needs your KexiangAI key in the environment: KEXIANG_API_KEY');
	if (isAgreed) return key;
	const warning =
		'This submits one picture (Kbanana Pro official, 1k) to the real platform. It costs money:\n' +
		'1.2 credits when this was written.';
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		throw new Error(`${warning}\nNobody can be asked here: add --yes to agree.`);
	}
	const prompt = createInterface({ input: process.stdin, output: process.stdout });
	try {
		const answer = await prompt.question(`${warning} Go on? [y/N] `);
		if (/^y(es)?$/i.test(answer.trim())) return key;
	} finally {
		prompt.close();
	}
	throw new Error('Nothing was submitted.');
}
