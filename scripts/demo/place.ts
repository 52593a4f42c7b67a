/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The folder of the demo's own n8n, kept between starts, and the login to it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Login } from '../n8n/model';
import { tryLock } from '../n8n/cache';

export interface Place {
	folder: string;
	logs: string;
	/** The one that is used when a single demo runs. */
	isUsual: boolean;
}

const MOST_DEMOS = 20;

/** Takes the first demo folder that no other start is using, until this process ends. */
export function takePlace(cache: string, fresh: boolean): Place {
	for (let number = 1; number <= MOST_DEMOS; number++) {
		const folder = path.join(cache, number === 1 ? 'demo' : `demo-${number}`);
		if (!tryLock(folder)) continue;
		const logs = path.join(folder, 'logs');
		rmSync(fresh ? folder : logs, { recursive: true, force: true });
		mkdirSync(logs, { recursive: true });
		return { folder, logs, isUsual: number === 1 };
	}
	throw new Error(`${MOST_DEMOS} demos are running already: stop one of them first`);
}

/** The owner's login, made up at the first start. */
export function loginFor(userFolder: string): Login {
	const file = path.join(userFolder, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Login;
	// n8n wants a number and a capital letter in it.
	const password = `Demo1-${randomBytes(6).toString('hex')}`;
	const login: Login = { email: 'demo@kexiang.example', password };
	mkdirSync(userFolder, { recursive: true });
	writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}
