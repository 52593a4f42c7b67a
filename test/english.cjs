// Every process that the tests start, n8n's and jest's workers, shows English, whatever the language of the machine.
process.env.LC_ALL = 'en_US.UTF-8';
