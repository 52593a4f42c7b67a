import { providerForm } from '../shared/operation/form';
import { customRequest } from './provider';

export const form = providerForm(customRequest.operations);
