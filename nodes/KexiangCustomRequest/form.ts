import { providerForm } from '../shared/operation/form';
import { customRequest } from './provider';

export const customRequestForm = providerForm(customRequest.operations);
