import { n8nEnvironment } from '../../scripts/n8n/server';

describe("n8n's environment", () => {
	it('keeps out what belongs to another n8n, to npm and to us', () => {
		const outer = {
			...{ PATH: '/bin', HTTPS_PROXY: 'http://proxy', N8N_PORT: '5678', DB_TYPE: 'postgresdb' },
			...{ npm_package_name: 'x', NODE_OPTIONS: '--inspect', KEXIANG_API_KEY: 'secret' },
		};
		const environment = n8nEnvironment(outer, { N8N_PORT: '1' }, { DB_TYPE: 'sqlite' });
		expect(environment).toMatchObject({ PATH: '/bin', HTTPS_PROXY: 'http://proxy' });
		expect(environment).toMatchObject({ N8N_PORT: '1', DB_TYPE: 'sqlite' });
		for (const name of ['npm_package_name', 'NODE_OPTIONS', 'KEXIANG_API_KEY']) {
			expect(environment).not.toHaveProperty(name);
		}
	});
});
