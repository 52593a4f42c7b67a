// Telegram's interface for bots: it calls the webhook that a bot registered, and keeps what the bot answers.
import type { CredentialInput } from '../../../scripts/n8n/model';
import { http } from '../runs';
import { startStandIn, type HttpStandIn } from './httpStandIn';

export interface Telegram extends HttpStandIn {
	credential: CredentialInput;
	/** What the bot sent, by method: `sendPhoto`. */
	sent: Array<{ method: string; body: Buffer }>;
	/** Whether the bot has said where it listens. */
	isRegistered(): boolean;
	/** A message of a person to the bot. */
	say(message: Record<string, unknown>): Promise<void>;
}

const TOKEN = '1:stand-in';

/** @param photo the bytes of every photo that a person sends */
export async function startTelegram(photo: Buffer): Promise<Telegram> {
	let registered = { url: '', secret_token: '' };
	const sent: Telegram['sent'] = [];
	const server = await startStandIn(({ path, body }) => {
		if (path === `/file/bot${TOKEN}/photos/1.png`) return { body: photo };
		if (!path.startsWith(`/bot${TOKEN}/`)) return undefined;
		const method = path.slice(TOKEN.length + 5);
		const ok = (result: unknown) => ({ body: { ok: true, result } });
		if (method === 'getWebhookInfo') return ok({ url: registered.url });
		if (method === 'getFile') return ok({ file_id: 'p3', file_path: 'photos/1.png' });
		if (method === 'deleteWebhook') return ok(true);
		if (method === 'setWebhook') {
			registered = JSON.parse(body.toString()) as typeof registered;
			return ok(true);
		}
		sent.push({ method, body });
		return ok({ message_id: sent.length });
	});
	const data = { accessToken: TOKEN, baseUrl: server.url };
	return {
		...server,
		sent,
		credential: { name: 'Telegram stand-in', type: 'telegramApi', data },
		isRegistered: () => registered.url !== '',
		say: async (message) => {
			const headers = { 'x-telegram-bot-api-secret-token': registered.secret_token };
			await http.post(registered.url, { update_id: 1, message }, { headers });
		},
	};
}
