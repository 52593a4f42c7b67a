import { unreachable } from '../../../nodes/shared/util/addresses';

describe('an address that the platform cannot open', () => {
	it.each([
		'http://localhost:5678/rest',
		'http://n8n:5678',
		'http://127.0.0.1',
		'http://127.1',
		'http://2130706433',
		'http://0x7f000001',
		'http://10.1.2.3',
		'http://172.16.0.1',
		'http://172.31.255.1',
		'http://192.168.178.20:5678',
		'http://169.254.1.1',
		'http://100.64.0.1',
		'http://0.0.0.0',
		'http://[::1]:5678',
		'http://[fe80::1]',
		'http://[fd00::1]',
		'http://nas.local',
		'http://NAS.Local.',
		'http://n8n.internal',
		'http://n8n.lan',
		'http://n8n.home.arpa',
		'http://a.localhost',
		'ftp://n8n.example.com',
		'http://n8n..example.com',
		'http://.example.com',
		'n8n',
	])('%s', (url) => expect(unreachable(url)).toBeDefined());

	it.each([
		'https://n8n.example.com/rest/binary-data/signed?token=a',
		'http://8.8.8.8',
		'http://172.32.0.1',
		'http://100.128.0.1',
		'http://11.0.0.1',
		'http://[2001:db8::1]',
		'http://[::ffff:8.8.8.8]',
		'https://localhost.example.com',
		'https://10.0.0.1.example.com',
		'https://local.example',
	])('is not %s', (url) => expect(unreachable(url)).toBeUndefined());
});
